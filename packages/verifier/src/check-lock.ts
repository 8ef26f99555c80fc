import { lockTerms } from "@worldflux/schema";
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
  /** True: a lock fails that is not a pass, or that is not shown to have come before the run. */
  readonly lockRequired?: boolean | undefined;
}

/** Outcome of the check `lock`, with what is known of each lock. */
export interface LockCheck extends Check {
  readonly id: "lock";
  readonly code: LockCode;
  readonly locks: readonly LockReport[];
}

/**
 * Whether claim and protocol were signed by whom the reader trusts, at times that third parties vouch for. That
 * the recorded start came after stands in `evidence.json`, which is derived again; without such a start a lock
 * passes that may be younger than the results, unless the reader requires one.
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
    ...lockTerms(claim, protocol),
    trust: policy,
  });
  const whole = detail + order(documents);
  if (policy?.lockRequired !== true || status === "fail") {
    return { id: "lock", status, code, detail: whole, locks };
  }
  if (status === "not_evaluated") {
    const required = `${whole}: a lock that passes is required`;
    return { id: "lock", status: "fail", code, detail: required, locks };
  }
  // What `precedes` says is held against locks and record by `recompute.evidence`.
  if (documents["evidence.json"]?.lock?.precedes === true) {
    return { id: "lock", status, code, detail: whole, locks };
  }
  const required = `${whole}: a lock that came before the run is required`;
  return { id: "lock", status: "fail", code: "lock_order_unproven", detail: required, locks };
}

function order({ "evidence.json": evidence }: Documents): string {
  if (evidence?.lock === undefined) return "";
  const started = evidence.lock.recorded_times?.started_at;
  return started === undefined
    ? "; no start of the run is recorded, so nothing shows that the run came after"
    : `; recorded start ${started}`;
}
