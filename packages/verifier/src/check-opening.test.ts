import { challengeOf, leavesAt, openEpisodes } from "@worldflux/evidence";
import { canonicalJson, EpisodeOpening, type EpisodeResult } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { committed, recordsOf, testKey } from "../../evidence/test/committed-package.ts";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../evidence/test/fixtures.ts";
import { checkOpening } from "./check-opening.ts";
import { type Documents, readMembers } from "./documents.ts";

const claim = claimOf();
const build = (records: ReturnType<typeof episodesOf>) =>
  committed(packageOf(claim, protocolOf(claim, ["pusht"]), readingOf(records)).members);
const contextOf = (files: ReadonlyMap<string, Uint8Array>) => {
  const { documents } = readMembers({ files, refused: [] });
  return {
    provenance: documents["audit_provenance.json"] as NonNullable<
      Documents["audit_provenance.json"]
    >,
    input: documents["audit_input.json"] as NonNullable<Documents["audit_input.json"]>,
  };
};

const files = build([
  ...episodesOf("pusht/0", "SSSSSSSSFE", { seed: 7 }),
  ...episodesOf("pusht/1", "SSSSFFFFFF", { seed: 7 }),
]);
const context = contextOf(files);
const records = recordsOf(files);
const packageId = context.provenance.package_id;
const open = (...indices: number[]) => openEpisodes(records, testKey, packageId, indices);
const problemsOf = (opening: EpisodeOpening, more: object = {}) => {
  const report = checkOpening(opening, { ...context, ...more });
  const all = [...report.problems, ...report.episodes.flatMap(({ problem }) => problem ?? [])];
  expect(report.ok).toBe(all.length === 0);
  return all;
};
type Entry = EpisodeOpening["episodes"][number];
const changed = (change: Partial<Entry>) => {
  const opening = open(8);
  return { ...opening, episodes: opening.episodes.map((entry) => ({ ...entry, ...change })) };
};

test("accepts what was committed, and shows it", () => {
  const report = checkOpening(open(8, 0, 19), context);
  expect(report).toEqual({
    ok: true,
    problems: [],
    episodes: [0, 8, 19].map((i) => ({ leafIndex: i, episode: records[i], problem: null })),
    notOpened: 17,
  });
});

describe("refuses", () => {
  const line = (record: object) => canonicalJson({ ...records[8], ...record });
  test.each([
    ["another outcome", { line: line({ outcome: "success" }) }, "does not lead to the root"],
    ["an added field", { line: line({ steps: 5 }) }, "does not lead to the root"],
    ["another salt", { salt: "0".repeat(64) }, "does not lead to the root"],
    ["another leaf", { leaf_index: 9 }, "has id ep_000009, expected ep_000010"],
    [
      "another leaf with its id",
      { leaf_index: 9, line: line({ id: "ep_000010" }) },
      "does not lead",
    ],
    ["a leaf past the end", { leaf_index: 20, line: line({ id: "ep_000021" }) }, "does not lead"],
    ["no path", { audit_path: [] }, "does not lead to the root"],
    [
      "a path too long",
      { audit_path: Array(64).fill(`sha256:${"0".repeat(64)}`) },
      "does not lead",
    ],
    ["white space", { line: ` ${line({})}` }, "not in canonical form"],
    ["no record", { line: "{}" }, "/id: the field is missing"],
    ["no JSON", { line: "<script>" }, "the line of leaf 8:1:1"],
    ["a key twice", { line: '{"a":1,"a":1}' }, "twice"],
    ["a deep line", { line: "[".repeat(100_000) }, "nest"],
  ] as const)("%s", (_, change, why) => {
    expect(problemsOf(changed(change as Partial<Entry>)).join()).toContain(why);
  });

  test("a leaf twice, and an opening of another package, root or size", () => {
    const opening = open(8);
    const [entry] = opening.episodes as [Entry];
    expect(problemsOf({ ...opening, episodes: [entry, entry] })).toEqual(["opened twice"]);
    const other = {
      ...opening,
      package_id: "evd_01HXY7K9ABCDEFGHJKMNPQRST0",
      root: `sha256:${"0".repeat(64)}` as const,
      tree_size: 1,
    };
    expect(problemsOf(other)).toHaveLength(3);
  });

  test("a committed record that is not what audit_input.json published", () => {
    const published = structuredClone(context.input);
    const [task] = published.tasks as [(typeof published.tasks)[number]];
    task.outcomes = "SSSSSSSSSE";
    expect(problemsOf(open(8), { input: published })).toEqual([
      "the record says F (failure), audit_input.json has S for pusht/0, index 8, seed 7",
    ]);
    task.index = task.index.map((index) => index + 100);
    expect(problemsOf(open(8), { input: published })).toEqual([
      "audit_input.json has no episode of pusht/0, index 8, seed 7",
    ]);
    published.tasks.shift();
    expect(problemsOf(open(8), { input: published })[0]).toContain("has no episode of pusht/0");
  });

  test("more records of a cell than were published", () => {
    const twice = build([...episodesOf("pusht/0", "SS"), ...episodesOf("pusht/0", "SF")]);
    const both = openEpisodes(recordsOf(twice), testKey, packageId, [0, 1, 2, 3]);
    const honest = contextOf(twice);
    expect(checkOpening(both, honest).ok).toBe(true);
    const published = structuredClone(honest.input);
    for (const task of published.tasks) task.index = [0, 1, 5, 6];
    const { episodes } = checkOpening(both, { ...honest, input: published });
    expect(episodes.map(({ problem }) => problem)).toEqual([
      null,
      null,
      "more records than audit_input.json has of pusht/0, index 0",
      "the record says F (failure), audit_input.json has S for pusht/0, index 1",
    ]);
  });

  test("everything, when the package has no root", () => {
    const { commitments: _, ...provenance } = context.provenance;
    expect(problemsOf(open(8), { provenance })).toContain("the package has no root");
  });
});

describe("with a challenge", () => {
  const root = context.provenance.commitments?.root as `sha256:${string}`;
  const challenge = challengeOf(context.input, { packageId, root, nonce: "of today", count: 5 });
  const leaves = leavesAt(
    context.input,
    records,
    challenge.episodes.map(({ position }) => position),
  );

  test("accepts an opening of all that was asked for, and of more", () => {
    expect(problemsOf(open(...leaves), { challenge })).toEqual([]);
    expect(problemsOf(open(...Array(20).keys()), { challenge })).toEqual([]);
  });

  test("names what was not opened", () => {
    const problems = problemsOf(open(...leaves.slice(1)), { challenge });
    expect(problems).toEqual([expect.stringMatching(/^asked for and not opened: pusht\/0, index/)]);
  });

  test("refuses a challenge that its nonce does not give", () => {
    const picked = { ...challenge, episodes: challenge.episodes.slice(1) };
    expect(problemsOf(open(...leaves), { challenge: picked })).toEqual([
      "the challenge's episodes are not those that its nonce picks",
    ]);
  });
});

test("an opening of any form either has no schema or gets a report", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.jsonValue());
  const key = fc.constantFrom("leaf_index", "salt", "line", "audit_path");
  fc.assert(
    fc.property(key, value, fc.string({ unit: "binary" }), (field, other, text) => {
      for (const change of [{ [field]: other }, { line: text }, { line: JSON.stringify(other) }]) {
        const read = EpisodeOpening.safeParse(changed(change as Partial<Entry>));
        if (!read.success) continue;
        const report = checkOpening(read.data, context);
        expect(report.ok).toBe(canonicalJson(read.data) === canonicalJson(open(8)));
      }
    }),
  );
});

test("names with HTML and right-to-left marks are compared as they are", () => {
  const hostile = build(episodesOf("<b>\u202e/x", "SF").concat(episodesOf("pusht/0", "SF")));
  const all = recordsOf(hostile) as EpisodeResult[];
  const opening = openEpisodes(all, testKey, packageId, [0, 1]);
  const report = checkOpening(opening, contextOf(hostile));
  expect([report.ok, report.episodes[0]?.episode?.suite]).toEqual([true, "<b>\u202e"]);
});
