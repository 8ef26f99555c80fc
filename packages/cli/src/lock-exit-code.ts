import { isLockPolicy, type LockCode } from "@worldflux/signing";
import { exitCodes } from "./report-error.ts";

/** How a command that checks locks ends: 4 when one is wrong, 3 when the reader's policy is not met. */
export function lockExitCode(
  { status, code }: { readonly status: string; readonly code: LockCode },
  required: boolean,
): number {
  if (status === "fail") return isLockPolicy(code) ? exitCodes.policy : exitCodes.verification;
  return status === "not_evaluated" && required ? exitCodes.policy : 0;
}
