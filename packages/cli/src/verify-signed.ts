import { WorldFluxError } from "@worldflux/schema";
import { isLockPolicy, signatureName } from "@worldflux/signing";
import {
  inMemory,
  lockFiles,
  type PackageFiles,
  type Verification,
  verifyPackage,
} from "@worldflux/verifier";
import { readTrust, type TrustOptions } from "./read-trust.ts";
import { exitCodes } from "./report-error.ts";

/** Options of `audit verify` that say whose signature will do. */
export interface SignatureOptions extends TrustOptions {
  /** Refuse a package that no trusted signer signed; given signers ask for that already. */
  readonly "require-signature": boolean;
  /** With somebody trusted: let a package pass that has no signature at all. */
  readonly "allow-unsigned": boolean;
  /** Refuse a package whose check `lock` does not pass. */
  readonly "require-lock": boolean;
}

/** All checks of a package, those of its signature among them, and how the command ends. */
export interface SignedVerification extends Verification {
  /** 4 when a check failed; 3 when all that failed is who signed. */
  readonly exitCode: number;
}

/**
 * `verifyPackage` under the policy that the options give, and how the command ends.
 *
 * @throws WorldFluxError WF_USAGE, or as `readTrust` for a configuration that cannot be used
 */
export async function verifySigned(
  files: PackageFiles,
  options: SignatureOptions,
  now: Date,
): Promise<SignedVerification> {
  refuseContradiction(options);
  const bundle = inMemory(files.files).get(signatureName);
  const bundles = [
    ...(bundle === undefined ? [] : [bundle]),
    ...lockFiles(files.files).map(({ bytes }) => bytes),
  ];
  const trust = await readTrust(options, bundles, now);
  const required = options["require-signature"]
    ? true
    : options["allow-unsigned"]
      ? false
      : undefined;
  const { ok, checks } = verifyPackage(files, {
    ...{ ...trust, now, required },
    lockRequired: options["require-lock"],
  });
  const failed = checks.filter(({ status }) => status === "fail");
  const policy = failed.every((check) => check.id === "identity" || isPolicyOfLock(check));
  return { ok, checks, exitCode: ok ? 0 : policy ? exitCodes.policy : exitCodes.verification };
}

function isPolicyOfLock(check: Verification["checks"][number]): boolean {
  return check.id === "lock" && "locks" in check && isLockPolicy(check.code);
}

function refuseContradiction(options: SignatureOptions): void {
  const trusts =
    options["trusted-signer-config"] !== undefined ||
    options["sigstore-policy-config"] !== undefined;
  if (!options["allow-unsigned"] || (trusts && !options["require-signature"])) return;
  throw new WorldFluxError(
    "WF_USAGE",
    "--allow-unsigned goes with --trusted-signer-config or --sigstore-policy-config alone",
    { hint: "when nobody is trusted an unsigned package is let through anyway" },
  );
}
