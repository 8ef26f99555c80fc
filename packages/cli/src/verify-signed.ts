import { readInput } from "@worldflux/adapter-kit";
import { printable, WorldFluxError } from "@worldflux/schema";
import { readTrustedSigners, type TrustedSigners } from "@worldflux/signing";
import { type PackageFiles, type Verification, verifyPackage } from "@worldflux/verifier";
import { isLockPolicy } from "./lock-exit-code.ts";
import { exitCodes } from "./report-error.ts";

/** Options of `audit verify` that say whose signature will do. */
export interface SignatureOptions {
  /** File of the signers that the reader trusts. */
  readonly "trusted-signer-config"?: string | undefined;
  /** Refuse a package that no trusted signer signed; given signers ask for that already. */
  readonly "require-signature": boolean;
  /** With trusted signers: let a package pass that has no signature at all. */
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
 * @throws WorldFluxError WF_USAGE, or as `readTrustedSigners` for a configuration that cannot be used
 */
export function verifySigned(
  files: PackageFiles,
  options: SignatureOptions,
  now: Date,
): SignedVerification {
  const trustedSigners = readTrust(options);
  const required = options["require-signature"]
    ? true
    : options["allow-unsigned"]
      ? false
      : undefined;
  const lockRequired = options["require-lock"];
  const { ok, checks } = verifyPackage(files, { trustedSigners, now, required, lockRequired });
  const failed = checks.filter(({ status }) => status === "fail");
  const policy = failed.every((check) => check.id === "identity" || isPolicyOfLock(check));
  return { ok, checks, exitCode: ok ? 0 : policy ? exitCodes.policy : exitCodes.verification };
}

function isPolicyOfLock(check: Verification["checks"][number]): boolean {
  return check.id === "lock" && "locks" in check && isLockPolicy(check.code);
}

/** Reads a file of trusted signers; throws as `readTrustedSigners` does. */
export function readTrustedSignersFile(path: string): TrustedSigners {
  return readTrustedSigners(readInput(path), printable(path));
}

function readTrust(options: SignatureOptions) {
  const path = options["trusted-signer-config"];
  const unsigned = options["allow-unsigned"];
  if (unsigned && (path === undefined || options["require-signature"])) {
    throw new WorldFluxError(
      "WF_USAGE",
      "--allow-unsigned goes with --trusted-signer-config alone",
      {
        hint: "without trusted signers an unsigned package is let through anyway",
      },
    );
  }
  return path === undefined ? undefined : readTrustedSignersFile(path);
}
