import { documentDigest } from "@worldflux/schema";
import {
  checkLocks,
  type LockCode,
  type LockReport,
  type SignaturePolicy,
} from "@worldflux/signing";
import type { Check } from "./check.ts";
import type { Documents } from "./documents.ts";
import { lockFiles } from "./lock-files.ts";
import type { PackageFiles } from "./read-folder.ts";

/** Whose signatures and locks will do. */
export interface ReaderPolicy extends SignaturePolicy {
  /** True: a lock that is not a pass fails. */
  readonly lockRequired?: boolean | undefined;
}

/** Outcome of the check `lock`, with what is known of each lock. */
export interface LockCheck extends Check {
  readonly id: "lock";
  readonly code: LockCode;
  readonly locks: readonly LockReport[];
}

/**
 * Whether claim and protocol were signed beforehand, by whom the reader trusts, at a time that a third party
 * vouches for. That the recorded start came after stands in `evidence.json`, which is derived again.
 */
export function checkLock(
  { files }: PackageFiles,
  documents: Documents,
  policy: ReaderPolicy | undefined,
): LockCheck {
  const { "claim.json": claim, "protocol.json": protocol } = documents;
  if (!claim || !protocol) {
    const detail = "claim or protocol could not be read";
    return { id: "lock", status: "not_evaluated", code: "package_unreadable", detail, locks: [] };
  }
  const { status, code, detail, locks } = checkLocks(lockFiles(files), {
    claim: documentDigest(claim),
    protocol: documentDigest(protocol),
    trust: policy,
  });
  const whole = detail + order(documents);
  return status === "not_evaluated" && policy?.lockRequired === true
    ? {
        id: "lock",
        status: "fail",
        code,
        detail: `${whole}: a lock that passes is required`,
        locks,
      }
    : { id: "lock", status, code, detail: whole, locks };
}

function order({ "evidence.json": evidence }: Documents): string {
  if (evidence?.lock === undefined) return "";
  const started = evidence.lock.recorded_times?.started_at;
  return started === undefined
    ? "; no start of the run is recorded"
    : `; recorded start ${started}`;
}
