import type { EvidenceLock } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { lockSection, lockTitle } from "./lock-section.ts";

type Lock = EvidenceLock["locks"][number];
const statement = (digit: string): Lock["statement"] => `sha256:${digit.repeat(64)}`;
const author: Lock = {
  ...{ member: "locks/1.sigstore.json", statement: statement("1"), role: "author" },
  ...{ signer: "key-of-the-author", cosigns: null },
  ...{ stated_at: "2026-05-01T10:00:00.250Z", stamped_at: "2026-05-01T10:00:01.000Z" },
};
const counterparty: Lock = {
  ...{ ...author, member: "locks/2.sigstore.json", statement: statement("2") },
  ...{ role: "counterparty", signer: "key-of-the-buyer", cosigns: statement("1") },
};
const unstamped = (lock: Lock): Lock => ({ ...lock, stamped_at: null });

function lockOf(locks: Lock[], started?: string): EvidenceLock {
  const at = locks.find(({ stamped_at }) => stamped_at !== null)?.stamped_at ?? null;
  return {
    ...{ locks, locked_at: at, episodes_frozen: true },
    recorded_times: started === undefined ? null : { started_at: started },
    precedes: at === null || started === undefined ? null : at < started,
  };
}

/** The section as people read it. */
const textOf = (lock: EvidenceLock) =>
  lockSection(lock)
    .toString()
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll(" .", ".");
const start = "2026-05-02T08:00:00.000Z";

describe("what the locks say of the order", () => {
  test.each<[title: string, says: string, saysNot: string, locks: Lock[], started?: string]>([
    [
      "Locked beforehand",
      "beforehand: what is to be measured, and when it is enough. The locks are from before the recorded start of the run, 2026-05-02 08:00:00 UTC.",
      "clock",
      [author, counterparty],
      start,
    ],
    [
      "Locked",
      "The time stamp is from before the recorded start of the run, 2026-05-02 08:00:00 UTC. When the counterparty (locks/2.sigstore.json) signed is only that side’s own word.",
      "beforehand",
      [author, unstamped(counterparty)],
      start,
    ],
    [
      "Locked",
      "No counterparty did. The source does not record when the run started, so nothing shows which came first. This is",
      "beforehand",
      [author],
    ],
    [
      "Locked",
      "which came first. The only times are those of the signers’ own clocks.",
      "beforehand",
      [unstamped(author)],
    ],
    [
      "Locked",
      "The recorded start of the run is 2026-05-02 08:00:00 UTC. The only times are those",
      "beforehand",
      [unstamped(author)],
      start,
    ],
  ])("%s: %s", (title, says, saysNot, locks, started) => {
    const lock = lockOf(locks, started);
    expect(lockTitle(lock)).toBe(title);
    expect(textOf(lock)).toContain(says);
    expect(textOf(lock)).not.toContain(saysNot);
  });
});

test("each lock has its signer, its time and whose word that is, and what it co-signs", () => {
  const text = textOf(lockOf([author, unstamped(counterparty)], start));
  expect(text).toContain(
    "Author signed 2026-05-01 10:00:01 UTC by a time stamp with the key key-of",
  );
  expect(text).toContain(
    "Counterparty signed 2026-05-01 10:00:00.250 UTC by the signer’s own clock, which proves nothing",
  );
  expect(text).toContain("co-signs locks/1.sigstore.json");
});

test("a signer's name is inert and cut", () => {
  const signer = `</code><script>${"x".repeat(500)}`;
  const page = lockSection(lockOf([{ ...author, signer }])).toString();
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script");
  expect(page).not.toContain("x".repeat(200));
});
