import { sha256, WorldFluxError } from "@worldflux/schema";
import { readEnvelope } from "../read-envelope.ts";
import { Refusal } from "../refusal.ts";
import { loadSigstoreTrust } from "../sigstore/load-sigstore-trust.ts";
import { readTrustedRoot } from "../sigstore/trusted-root.ts";
import type { DeploymentKeys } from "./signing-config.ts";

/** Who a new signature has to be by, and with which keys that is to be shown. */
export interface Expected {
  /** What the certificate names. */
  readonly name: string;
  readonly issuer: string;
  /** The keys of the deployment; without them only the form is checked. */
  readonly keys: DeploymentKeys | undefined;
  readonly now: Date;
}

/**
 * Verifies a new keyless signature the way that a reader of the package will: its form, and with the
 * deployment's keys the certificate, the log's entry, the time and the signature.
 *
 * @throws WorldFluxError WF_SERVICE_ANSWER when a reader would refuse it; as `readTrustedRoot` for the keys
 */
export async function checkBeforeWriting(bundle: Uint8Array, expected: Expected): Promise<void> {
  const problem = formProblem(bundle) ?? (await keysProblem(bundle, expected));
  if (problem === null) return;
  throw new WorldFluxError(
    "WF_SERVICE_ANSWER",
    `what the services answered makes no signature that verifies: ${problem}; nothing was written`,
    { hint: "give the deployment's current keys and services as one file with --signing-config" },
  );
}

function formProblem(bundle: Uint8Array): string | null {
  try {
    readEnvelope(bundle, "the signature");
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

async function keysProblem(bundle: Uint8Array, expected: Expected): Promise<string | null> {
  const { keys, issuer, name, now } = expected;
  if (keys === undefined) return null;
  const root = keys.kind === "file" ? keys.trustedRoot : new Uint8Array();
  const policy = {
    schema_version: "worldflux.sigstore_policy.v1",
    trust:
      keys.kind === "file"
        ? {
            kind: "file",
            trusted_root: "trusted_root.json",
            sha256: sha256(root).slice("sha256:".length),
          }
        : { kind: "public-good" },
    identities: [{ issuer, san: { exact: name } }],
    thresholds: { tlog: 1, sct: keys.kind === "file" && !hasCtLog(root) ? 0 : 1, timestamps: 1 },
    max_clock_skew_seconds: 300,
  };
  const trust = await loadSigstoreTrust({
    bytes: new TextEncoder().encode(JSON.stringify(policy)),
    source: keys.kind === "file" ? keys.source : "the public-good keys",
    readBeside: () => root,
  });
  const envelope = readEnvelope(bundle, "the signature");
  if (envelope.kind !== "certificate") return "it has no certificate";
  const { signature, identity } = trust.judge(envelope.bundle, now).checks;
  return [signature, identity].find(({ status }) => status !== "pass")?.detail ?? null;
}

/** A private deployment may have no log of certificates. */
function hasCtLog(trustedRoot: Uint8Array): boolean {
  return readTrustedRoot(trustedRoot, "the trusted root").ctlogs.length > 0;
}
