import { manifestName, WorldFluxError } from "@worldflux/schema";
import { signatureName } from "./bundle.ts";
import { refusedSignature, type SignatureChecks } from "./check.ts";
import { type PackageFacts, packageFacts } from "./package-facts.ts";
import { verifyBundle } from "./verify.ts";
import { type SignatureTrust, trustsSomebody } from "./verify-envelope.ts";

/** Whom the reader trusts, and whether an unsigned package will do. */
export interface SignaturePolicy extends SignatureTrust {
  /** The moment of verifying. */
  readonly now: Date;
  /**
   * True: a package that no trusted signer signed fails `identity`. Default: true when somebody is
   * trusted, so that taking the signature away does not make a package pass; false otherwise.
   */
  readonly required?: boolean | undefined;
}

/**
 * The checks `signature` and `identity` of a package in memory, to stand in the place of the verifier's
 * two that were not evaluated. Pure; never throws for a bad package.
 *
 * An unsigned package, and one signed by a key nobody vouched for, is `not_evaluated`, never a pass.
 */
export function checkSignature(
  files: ReadonlyMap<string, Uint8Array>,
  policy: SignaturePolicy,
): SignatureChecks {
  const { required = trustsSomebody(policy) } = policy;
  const bundleBytes = files.get(signatureName);
  const manifestBytes = files.get(manifestName);
  if (bundleBytes === undefined) return unsigned(required);
  const facts = attempt(() => packageFacts(files));
  if (manifestBytes === undefined || typeof facts === "string") {
    const why = typeof facts === "string" ? facts : `${manifestName} is missing`;
    return refusedSignature("package_unreadable", `nothing to hold the signature against: ${why}`);
  }
  const { signature, identity } = verifyBundle({ ...policy, bundleBytes, manifestBytes, facts });
  if (!required || identity.status !== "not_evaluated") return { signature, identity };
  return { signature, identity: { ...identity, status: "fail" } };
}

function unsigned(required: boolean): SignatureChecks {
  return {
    signature: {
      id: "signature",
      status: "not_evaluated",
      code: "unsigned",
      detail: `there is no ${signatureName}`,
    },
    identity: {
      id: "identity",
      status: required ? "fail" : "not_evaluated",
      code: "unsigned",
      detail: required
        ? "a signature by a trusted signer is required, and there is none"
        : "the package is not signed",
    },
  };
}

function attempt(read: () => PackageFacts): PackageFacts | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorldFluxError) return error.message;
    throw error;
  }
}
