import { signatureName } from "./bundle.ts";
import type { SignatureChecks } from "./check.ts";
import { type PackageFacts, statementDifferences } from "./package-facts.ts";
import type { SigningTime } from "./signing-time.ts";
import type { Signer } from "./sigstore/sigstore-trust.ts";
import { Statement, subjectDigest } from "./statement.ts";
import { type SignatureTrust, verifyEnvelope } from "./verify-envelope.ts";

/** A signature and what it is held against. */
export interface VerifyInput extends SignatureTrust {
  /** Content of `signature.sigstore.json`. */
  readonly bundleBytes: Uint8Array;
  /** Content of `artifact_manifest.json`. */
  readonly manifestBytes: Uint8Array;
  /** `packageFacts` of the package; without them the predicate is not held against it. */
  readonly facts?: PackageFacts | undefined;
  /** The moment at which a key has to be valid, if no time of signing is proven. */
  readonly now: Date;
}

/** The two checks, whose signature it is, and when it was made. */
export interface BundleVerdict extends SignatureChecks {
  readonly signer: Signer | null;
  readonly signedAt: SigningTime | null;
}

/**
 * Checks a package's signature, and who made it. Pure, offline, never throws for a bad bundle, and ends
 * well within two seconds for any.
 *
 * A passed `signature` says that the holder of the key signed these manifest bytes; that the members are
 * those of the manifest is for the verifier's `manifest` to say. A passed `identity` says that the signer
 * is trusted, and that the key was valid when it signed, or, if no time is proven, is valid now.
 */
export function verifyBundle(input: VerifyInput): BundleVerdict {
  const { checks, signer, signedAt } = verifyEnvelope({
    bundleBytes: input.bundleBytes,
    name: signatureName,
    trust: input,
    now: input.now,
    statement: Statement,
    mismatch: (statement) => mismatch(statement, input),
  });
  return { ...checks, signer, signedAt };
}

function mismatch({ subject, predicate }: Statement, { manifestBytes, facts }: VerifyInput) {
  if (subject[0].digest.sha256 !== subjectDigest(manifestBytes)) {
    const detail = "what is signed is another artifact_manifest.json";
    return { code: "subject_mismatch", detail } as const;
  }
  const differing = facts ? statementDifferences(predicate, facts) : [];
  if (differing.length === 0) return null;
  const detail = `the signed statement differs from the package at ${differing.join(", ")}`;
  return { code: "package_mismatch", detail } as const;
}
