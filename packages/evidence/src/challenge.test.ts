import { createHash } from "node:crypto";
import type { AuditInput, AuditProvenance } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { episodesOf, inputOf, readingOf } from "../test/fixtures.ts";
import { challengeOf, challengeProblem, leavesAt } from "./challenge.ts";
import { normalizeReading } from "./normalize.ts";

const packageId = "evd_01HXY7K9ABCDEFGHJKMNPQRSTV";
const root = `sha256:${"5".repeat(64)}` as const;
const about = { packageId, root, nonce: "a nonce", count: 20 };
const counted = (input: AuditInput, count: number) => {
  const { episodes } = challengeOf(input, { ...about, count });
  const successes = episodes.filter(({ outcome }) => outcome === "success").length;
  return [successes, episodes.length - successes];
};

/** The rule as the documentation states it, by sorting everything. */
function byDefinition(letters: string, nonce: string, count: number): number[] {
  const ranked = [...letters]
    .map((letter, position) => {
      const text = `worldflux episode challenge v0\0${root}\0${nonce}\0${position}`;
      return { letter, position, rank: createHash("sha256").update(text).digest("hex") };
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const successes = ranked.filter(({ letter }) => letter === "S");
  const others = ranked.filter(({ letter }) => "FEPN".includes(letter));
  let k = Math.min(successes.length, Math.ceil(0.8 * count - 1e-9));
  const more = Math.min(others.length, count - k);
  k = Math.min(successes.length, count - more);
  return [...successes.slice(0, k), ...others.slice(0, more)]
    .map(({ position }) => position)
    .sort((a, b) => a - b);
}

test("picks the lowest ranks of each kind", () => {
  const letters = fc.string({
    unit: fc.constantFrom("S", "S", "S", "F", "E", "P", "M", "N"),
    minLength: 1,
    maxLength: 120,
  });
  const nonces = fc.string({ minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(letters, nonces, fc.integer({ min: 1, max: 60 }), (run, nonce, count) => {
      const cut = Math.floor(run.length / 2);
      const tasks = { "a/0": run.slice(0, cut), "a/1": run.slice(cut) };
      const input = inputOf(cut === 0 ? { "a/1": run } : tasks);
      const { episodes } = challengeOf(input, { ...about, nonce, count });
      expect(episodes.map(({ position }) => position)).toEqual(byDefinition(run, nonce, count));
      for (const { position, task, index } of episodes) {
        expect([task, index]).toEqual(position < cut ? ["0", position] : ["1", position - cut]);
      }
    }),
  );
});

test("four fifths are successes, and what one kind lacks the other fills up", () => {
  expect(counted(inputOf({ "a/0": `${"S".repeat(90)}${"F".repeat(10)}` }), 20)).toEqual([16, 4]);
  expect(counted(inputOf({ "a/0": `${"S".repeat(90)}${"F".repeat(10)}` }), 7)).toEqual([6, 1]);
  expect(counted(inputOf({ "a/0": `${"S".repeat(99)}F` }), 20)).toEqual([19, 1]);
  expect(counted(inputOf({ "a/0": `SS${"F".repeat(98)}` }), 20)).toEqual([2, 18]);
  expect(counted(inputOf({ "a/0": "SSFM" }), 20)).toEqual([2, 1]);
});

test("another nonce or root picks others; the same pick the same", () => {
  const input = inputOf({ "a/0": "S".repeat(1000) });
  const picked = (more: object) => challengeOf(input, { ...about, ...more }).episodes;
  expect(picked({})).toEqual(picked({}));
  expect(picked({ nonce: "b nonce" })).not.toEqual(picked({}));
  expect(picked({ root: `sha256:${"6".repeat(64)}` })).not.toEqual(picked({}));
});

test("every episode is as likely as any other", () => {
  const input = inputOf({ "a/0": "S".repeat(50) });
  const times = new Array<number>(50).fill(0);
  for (let i = 0; i < 2000; i++) {
    for (const { position } of challengeOf(input, { ...about, nonce: `n${i}`, count: 10 })
      .episodes) {
      times[position] = (times[position] ?? 0) + 1;
    }
  }
  // 400 expected each, standard deviation 17.9; scaled to a mean of 49 it is chi-squared with 49 degrees.
  const chi = times.reduce((sum, n) => sum + (n - 400) ** 2 / 400, 0) * (49 / 40);
  expect(chi).toBeLessThan(85.4); // 99.9 %
  expect(chi).toBeGreaterThan(23.9); // 0.1 %
});

describe("what is asked for is found in the records", () => {
  const names = ["a/0", "a/1", "b/0"];

  test("whatever order the tasks were run in", () => {
    const run = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom("S", "F")), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(run, (cells) => {
        const seen = new Map<string, number>();
        const records = cells.flatMap(([name, letter]) => {
          const index = seen.get(name) ?? 0;
          seen.set(name, index + 1);
          return episodesOf(name, letter, { index });
        });
        const { auditInput, episodes } = normalizeReading("lerobot", readingOf(records), []);
        const challenge = challengeOf(auditInput, about);
        const leaves = leavesAt(
          auditInput,
          episodes,
          challenge.episodes.map(({ position }) => position),
        );
        const named = ({ suite, task, index, outcome }: (typeof challenge.episodes)[number]) =>
          [suite, task, index, outcome].join();
        const found = leaves.map((leaf) => {
          const record = records[leaf];
          return [record?.suite, record?.task, record?.index, record?.outcome].join();
        });
        expect(found.sort()).toEqual(challenge.episodes.map(named).sort());
      }),
    );
  });

  test("also when a cell is recorded twice", () => {
    const records = [
      ...episodesOf("a/0", "S"),
      ...episodesOf("a/1", "S"),
      ...episodesOf("a/0", "F"),
      ...episodesOf("a/0", "S"),
    ];
    const { auditInput, episodes } = normalizeReading("lerobot", readingOf(records), []);
    expect(leavesAt(auditInput, episodes, [0])).toEqual([0]);
    expect(leavesAt(auditInput, episodes, [1])).toEqual([2]);
    expect(leavesAt(auditInput, episodes, [2, 3])).toEqual([1, 3]);
    expect(leavesAt(auditInput, episodes, [4, -1])).toEqual([]);
  });
});

describe("a challenge", () => {
  const input = inputOf({ "a/0": "SSSSSSSSSSFFFFF" });
  const commitments = { tree: "rfc6962_sha256", salt: "hmac_sha256_v0", tree_size: 15, root };
  const provenance = { package_id: packageId, commitments } as unknown as AuditProvenance;
  const challenge = challengeOf(input, { ...about, count: 5 });

  test("is what its nonce gives", () => {
    expect(challengeProblem(challenge, provenance, input)).toBeNull();
    expect(challengeProblem({ ...challenge, note: "ours" }, provenance, input)).toBeNull();
  });

  test.each([
    ["a list picked by hand", { episodes: challenge.episodes.slice(1) }, "not those"],
    ["another nonce", { nonce: "another" }, "not those"],
    ["another count", { count: 6 }, "not those"],
    ["another root", { root: `sha256:${"6".repeat(64)}` as const }, "another package"],
    ["another package", { package_id: "evd_01HXY7K9ABCDEFGHJKMNPQRST0" }, "another package"],
  ])("with %s is refused", (_, change, why) => {
    expect(challengeProblem({ ...challenge, ...change }, provenance, input)).toContain(why);
  });
});

test("10,000 tasks with names of any kind", () => {
  const tasks = Array.from({ length: 10_000 }, (_, i) => ({
    ...inputOf({ "a/0": "SF" }).tasks[0],
    task: i === 5 ? "<script>\u202e" : `${i} ${"x".repeat(i % 500)}`,
  }));
  const input = { ...inputOf({ "a/0": "SF" }), tasks } as AuditInput;
  const { episodes } = challengeOf(input, { ...about, count: 10_000 });
  expect(episodes.filter(({ outcome }) => outcome === "success")).toHaveLength(8000);
  expect(new Set(episodes.map(({ position }) => position)).size).toBe(10_000);
});
