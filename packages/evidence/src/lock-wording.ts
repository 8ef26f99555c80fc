import type { Evidence, EvidenceLock } from "@worldflux/schema";
import { untimed } from "./lock.ts";

/** What the locks say together; undefined without any. */
export function lockSentence({ lock }: Evidence): string | undefined {
  if (lock === undefined) return undefined;
  const { locks, locked_at: at } = lock;
  const roles = new Set(locks.map(({ role }) => role));
  const who = roles.size > 1 ? "author and counterparty" : [...roles].join("");
  const when = at === null ? "when is not proven" : `${firstStamp(lock)} ${at}`;
  return `by ${who}, ${when}; ${orderSentence(lock)}`;
}

/** Whether the locks came before the run, as far as the documents say, and whose time is a mere word. */
function orderSentence(lock: EvidenceLock): string {
  const open = lock.locked_at === null ? [] : untimed(lock);
  if (open.length === 0) return order(lock);
  const whose = open.map(({ member, role }) => `${role} (${member})`).join(" and ");
  const stamped = lock.precedes === true ? `the ${firstStamp(lock)} is ` : "";
  return `${stamped}${order(lock)}; when the ${whose} signed is only that side's own word`;
}

function order({ precedes, locked_at, recorded_times }: EvidenceLock): string {
  const started = recorded_times?.started_at;
  if (precedes === true) return `before the recorded start ${started}`;
  if (started === undefined) return "the source does not record when it was started";
  return locked_at === null
    ? `the recorded start is ${started}`
    : `not before the recorded start ${started}`;
}

/** What `locked_at` comes from. */
export function firstStamp({ locks, locked_at }: EvidenceLock): string {
  const first = locks.find(({ stamped_at }) => stamped_at === locked_at);
  return first?.stamped_by === "log" ? "log entry" : "time stamp";
}

/** Heads of the columns of `lockRows`. */
export function lockColumns(lock: EvidenceLock): readonly [string, string, string, string] {
  return ["signed by", hasNames(lock) ? "key or name" : "key", "when", "lock"];
}

/** Rows of the locks: who stands where, with which key or name, since when. */
export function lockRows({ locks }: EvidenceLock): string[][] {
  return locks.map(
    ({ member, role, signer, signed_with, stamped_by, stated_at, stamped_at, ...lock }) => [
      lock.cosigns === null ? role : `${role}, co-signs ${short(lock.cosigns)}`,
      signed_with === undefined ? signer : `the name ${short(signer)} in a certificate`,
      stamped_at === null
        ? `${stated_at}, by the signer's own clock`
        : `${stamped_at}, by a ${stamped_by === "log" ? "log entry" : "time stamp"}`,
      `${member}: ${short(lock.statement)}`,
    ],
  );
}

/** Where the names are whose digests `lockRows` has; undefined when there are only keys. */
export function lockNames(lock: EvidenceLock): string | undefined {
  return hasNames(lock)
    ? "A name is given here by its digest. It stands in the lock's certificate, and is shown to whoever verifies with a Sigstore policy."
    : undefined;
}

function hasNames({ locks }: EvidenceLock): boolean {
  return locks.some(({ signed_with }) => signed_with === "certificate");
}

/** The first digits of a digest, to tell a handful apart. */
function short(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

/** What no lock shows, in one sentence that stands wherever one is shown. */
export const lockLimits =
  "A lock does not show that no other run was made and thrown away, nor that no other claim was locked beside this one.";
