import { canonicalJson } from "@worldflux/schema";
import { toBase64 } from "../base64.ts";
import type { CertificateBundle } from "../bundle.ts";
import { refusedSignature, type SignatureCode } from "../check.ts";
import { type Envelope, readEnvelope } from "../read-envelope.ts";
import { Refusal } from "../refusal.ts";
import type { TimestampFinding } from "../signing-time.ts";
import type { TrustedSigners } from "../trusted-signers.ts";
import type { SignatureTrust } from "../verify-envelope.ts";
import type { JudgedSignature } from "./sigstore-trust.ts";

/** What was found of one bundle, by its content; plain data, to be sent between threads. */
export type Judgement =
  | { readonly kind: "certificate"; readonly of: string; readonly judged: JudgedSignature }
  | { readonly kind: "timestamps"; readonly of: string; readonly found: TimestampFinding };

/** For which kinds of bundles a reader has a judge to load. */
export interface JudgesNeeded {
  /** A policy for certificates. */
  readonly sigstore: boolean;
  /** Authorities for time stamps. */
  readonly timestamps: boolean;
}

/**
 * True when a bundle has something for one of the judges to look at, so that they have to be loaded.
 * Reads the bundle's form and nothing else; ends well within two seconds for any bytes.
 */
export function needsJudge(bundleBytes: Uint8Array, have: JudgesNeeded): boolean {
  const envelope = readable(bundleBytes);
  if (envelope === null) return false; // refused without any of them
  return envelope.kind === "certificate"
    ? have.sigstore
    : have.timestamps && envelope.timestamps.length > 0;
}

/**
 * Has a bundle judged, for `recordedTrust`. This is what can take long with a hostile bundle, so it runs
 * where it can be stopped.
 */
export function recordJudgement(
  bundleBytes: Uint8Array,
  trust: SignatureTrust,
  now: Date,
): Judgement | null {
  const envelope = readable(bundleBytes);
  if (envelope?.kind === "certificate" && trust.sigstore !== undefined) {
    const judged = trust.sigstore.judge(envelope.bundle, now);
    return { kind: "certificate", of: canonicalJson(envelope.bundle), judged };
  }
  if (envelope?.kind === "key" && trust.timestamps !== undefined) {
    const { timestamps, signature } = envelope;
    const found = trust.timestamps.judge(timestamps, signature, now);
    return { kind: "timestamps", of: tokensKey(timestamps, signature), found };
  }
  return null;
}

/** The judgement of a bundle whose judge had to be stopped: it is refused. */
export function stoppedJudgement(bundleBytes: Uint8Array, detail: string): Judgement | null {
  const code: SignatureCode = "bundle_too_slow";
  const envelope = readable(bundleBytes);
  if (envelope?.kind === "certificate") {
    const judged = { checks: refusedSignature(code, detail), signer: null, signedAt: null };
    return { kind: "certificate", of: canonicalJson(envelope.bundle), judged };
  }
  if (envelope?.kind === "key") {
    const found = { proven: null, problem: { code, detail } };
    return {
      kind: "timestamps",
      of: tokensKey(envelope.timestamps, envelope.signature),
      found,
    };
  }
  return null;
}

/**
 * Trust by judgements that were made before, elsewhere. It answers for the very bundles that were judged.
 *
 * @param have the judges that there were; without one, its kind of bundle reads as if nobody was trusted
 */
export function recordedTrust(
  judgements: readonly (Judgement | null)[],
  have: JudgesNeeded & { readonly trustedSigners: TrustedSigners | undefined },
): SignatureTrust {
  const find = <K extends Judgement["kind"]>(kind: K, of: string) => {
    for (const judgement of judgements) {
      // TypeScript does not narrow a union by a type parameter.
      if (judgement?.kind === kind && judgement.of === of)
        return judgement as Extract<Judgement, { kind: K }>;
    }
    throw new TypeError(`a ${kind} judgement was asked for that nobody made`);
  };
  return {
    trustedSigners: have.trustedSigners,
    sigstore: have.sigstore
      ? { judge: (bundle: CertificateBundle) => find("certificate", canonicalJson(bundle)).judged }
      : undefined,
    timestamps: have.timestamps
      ? { judge: (tokens, signature) => find("timestamps", tokensKey(tokens, signature)).found }
      : undefined,
  };
}

function tokensKey(tokens: readonly Uint8Array[], signature: Uint8Array): string {
  return canonicalJson([toBase64(signature), ...tokens.map(toBase64)]);
}

function readable(bundleBytes: Uint8Array): Envelope | null {
  try {
    return readEnvelope(bundleBytes, "bundle");
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
