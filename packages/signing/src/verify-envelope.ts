import { canonicalJson } from "@worldflux/schema";
import type * as z from "zod";
import { refusedSignature, type SignatureCode } from "./check.ts";
import { payloadType, preAuthenticationEncoding } from "./dsse.ts";
import { judgeSigner } from "./judge-signer.ts";
import { type NamesItsKey, refuseOtherKey } from "./named-key.ts";
import { type Envelope, readEnvelope, readForm, readJson } from "./read-envelope.ts";
import { Refusal } from "./refusal.ts";
import type { TimestampTrust } from "./signing-time.ts";
import type { JudgedSignature, SigstoreTrust } from "./sigstore/sigstore-trust.ts";
import type { TrustedSigners } from "./trusted-signers.ts";

/** Whom a reader trusts. It never comes out of what is verified. */
export interface SignatureTrust {
  /** Whose keys are trusted; without them no signature by a key can pass. */
  readonly trustedSigners?: TrustedSigners | undefined;
  /** Judges time stamps of signatures by a key; without it no time is proven. */
  readonly timestamps?: TimestampTrust | undefined;
  /** Judges signatures by certificate; without it none can pass. */
  readonly sigstore?: SigstoreTrust | undefined;
}

/** True when somebody is trusted, so that a signature by anybody else fails. */
export function trustsSomebody({ trustedSigners, sigstore }: SignatureTrust): boolean {
  return trustedSigners !== undefined || sigstore !== undefined;
}

/** A signature over a statement of some kind, and what it is held against. */
export interface EnvelopeInput<S extends z.ZodType<NamesItsKey>> {
  /** The Sigstore bundle. */
  readonly bundleBytes: Uint8Array;
  /** Its file, for messages. */
  readonly name: string;
  readonly trust: SignatureTrust;
  /** The moment of verifying, at which a key has to be valid if no other is proven. */
  readonly now: Date;
  /** The form of the statement: an in-toto Statement v1 with one predicate type, which names the key. */
  readonly statement: S;
  /** What a statement of that form says and is not so, if anything. */
  mismatch(statement: z.infer<S>): { readonly code: SignatureCode; readonly detail: string } | null;
}

/** What `verifyEnvelope` found. */
export interface EnvelopeVerdict<T> extends JudgedSignature {
  /** The statement, if it was read; it is the signer's word only if `checks.signature` passed. */
  readonly statement: T | null;
  /** The bytes that are signed, of which `statement` was read. */
  readonly payload: Uint8Array | null;
}

/**
 * Checks a signature over a statement of any kind, and who made it: envelope, signature, statement,
 * signer, time, in this order. Pure, offline, never throws for a bad bundle, and ends well within two
 * seconds for any.
 */
export function verifyEnvelope<S extends z.ZodType<NamesItsKey>>(
  input: EnvelopeInput<S>,
): EnvelopeVerdict<z.infer<S>> {
  try {
    const envelope = readEnvelope(input.bundleBytes, input.name);
    const judged = judge(envelope, input);
    if (judged.checks.signature.status === "fail") {
      return { ...judged, statement: null, payload: null };
    }
    const statement = readStatement(envelope.payload, input.statement);
    refuseOtherKey(envelope, statement, input.name);
    const problem = input.mismatch(statement);
    if (problem !== null) throw new Refusal(problem.code, problem.detail);
    return { ...judged, statement, payload: envelope.payload };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const checks = refusedSignature(error.code, error.message);
    return { checks, statement: null, payload: null, signer: null, signedAt: null };
  }
}

function judge(
  envelope: Envelope,
  input: Pick<EnvelopeInput<never>, "trust" | "now">,
): JudgedSignature {
  const { trust, now } = input;
  if (envelope.kind === "key") return judgeKey(envelope, trust, now);
  return trust.sigstore?.judge(envelope.bundle, now) ?? noPolicy(trust);
}

function judgeKey(
  envelope: Envelope & { readonly kind: "key" },
  trust: SignatureTrust,
  now: Date,
): JudgedSignature {
  const { keyId, payload, signature, timestamps } = envelope;
  const signer = trust.trustedSigners?.byKeyId.get(keyId);
  if (signer === undefined) return unknownKey(keyId, trust);
  const { algorithm } = signer.publicKey;
  if (!signer.publicKey.verifies(preAuthenticationEncoding(payloadType, payload), signature)) {
    throw new Refusal("signature_wrong", "the signature is not one of the key that it names");
  }
  const found =
    timestamps.length === 0 ? null : trust.timestamps?.judge(timestamps, signature, now);
  if (found?.problem) throw new Refusal(found.problem.code, found.problem.detail);
  const signedAt = found?.proven ?? null;
  return {
    checks: {
      signature: {
        id: "signature",
        status: "pass",
        code: "signature_valid",
        detail: `signed with key ${keyId} (${algorithm})`,
      },
      identity: judgeSigner(signer, {
        now,
        signedAt,
        unproven: whyUnproven(timestamps.length, trust),
        required: trust.trustedSigners?.requireTimestamp !== false,
      }),
    },
    signer: { name: signer.subject, id: keyId },
    signedAt,
  };
}

function whyUnproven(tokens: number, trust: SignatureTrust): string {
  if (tokens === 0) return "";
  const authorities = trust.trustedSigners?.timestampAuthorities.length ?? 0;
  return authorities > 0 && trust.timestamps === undefined
    ? ": a time stamp is there, and was not looked at"
    : ": a time stamp is there, by nobody you trust";
}

/** The statement in its one form: another spelling of the same would be another payload. */
function readStatement<S extends z.ZodType>(payload: Uint8Array, schema: S): z.infer<S> {
  const source = "the signed statement";
  const value = readJson(payload, source, "statement_json");
  const statement = readForm(schema, value, source, "statement_format");
  if (canonicalJson(statement) !== new TextDecoder().decode(payload)) {
    throw new Refusal("statement_json", `${source} is not in canonical form (RFC 8785)`);
  }
  return statement;
}

/** Nothing can be said about a signature by a key that nobody vouched for. */
function unknownKey(keyId: string, trust: SignatureTrust): JudgedSignature {
  const none = trust.trustedSigners === undefined;
  return notJudged(
    none ? "no_trusted_signers" : "key_unknown",
    `signed by a key that is not known here (${keyId}): not checked`,
    none ? "no trusted signers were given" : "the key is none of a trusted signer",
    trust,
  );
}

/** Nothing can be said about a certificate without a policy that says whose it may be. */
function noPolicy(trust: SignatureTrust): JudgedSignature {
  return notJudged(
    "no_sigstore_policy",
    "signed with a Sigstore certificate: not checked",
    "no Sigstore policy was given",
    trust,
  );
}

function notJudged(
  code: SignatureCode,
  signature: string,
  identity: string,
  trust: SignatureTrust,
): JudgedSignature {
  const status = trustsSomebody(trust) ? "fail" : "not_evaluated";
  return {
    checks: {
      signature: { id: "signature", status: "not_evaluated", code, detail: signature },
      identity: { id: "identity", status, code, detail: identity },
    },
    signer: null,
    signedAt: null,
  };
}
