import type { LockCode } from "@worldflux/signing";
import { exitCodes } from "./report-error.ts";

/** Codes that say that a reader's policy is not met, not that a lock is wrong. */
const policy: readonly LockCode[] = [
  ...(["not_locked", "no_trusted_signers", "key_unknown", "lock_time_unproven"] as const),
  ...(["not_yet_valid", "expired", "revoked", "timestamp_required"] as const),
];

/** Whether a failed check of locks is one of policy alone. */
export function isLockPolicy(code: LockCode): boolean {
  return policy.includes(code);
}

/** How a command that checks locks ends. */
export function lockExitCode(
  { status, code }: { readonly status: string; readonly code: LockCode },
  required: boolean,
): number {
  if (status === "fail") return isLockPolicy(code) ? exitCodes.policy : exitCodes.verification;
  return status === "not_evaluated" && required ? exitCodes.policy : 0;
}
