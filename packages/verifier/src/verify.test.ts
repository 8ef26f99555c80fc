import { canonicalBytes, manifestName, sha256 } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../evidence/test/fixtures.ts";
import type { CheckId } from "./check.ts";
import { verifyPackage } from "./verify.ts";

const claim = claimOf();
const members = packageOf(
  claim,
  protocolOf(claim, ["libero_spatial"]),
  readingOf(
    Array.from({ length: 10 }, (_, task) =>
      episodesOf(`libero_spatial/${task}`, task === 3 ? "FSFSFSFSFS" : "SSSSSSSSFE"),
    ).flat(),
  ),
).members;

type Files = ReadonlyMap<string, Uint8Array>;
const verify = (files: Files, refused: string[] = []) => verifyPackage({ files, refused });
const text = (files: Files, name: string) => new TextDecoder().decode(files.get(name));
const bytes = (content: string) => new TextEncoder().encode(content);
const failed = (files: Files): CheckId[] =>
  verify(files)
    .checks.filter((check) => check.status === "fail")
    .map((check) => check.id);

/** The package with one member replaced and the manifest made to fit again. */
function rehashed(name: string, content: Uint8Array): Map<string, Uint8Array> {
  const files = new Map(members).set(name, content);
  const manifest = JSON.parse(text(files, manifestName));
  for (const member of manifest.members) {
    if (member.path !== name) continue;
    member.sha256 = sha256(content);
    member.size_bytes = content.length;
  }
  return files.set(manifestName, canonicalBytes(manifest));
}

/** Edits a JSON member, and repairs the hashes that other members hold of it. */
function edited(name: string, edit: (document: never) => void): Map<string, Uint8Array> {
  const document = JSON.parse(text(members, name));
  edit(document as never);
  return rehashed(name, canonicalBytes(document));
}

test("accepts what was built, and does not call an unsigned package signed", () => {
  const { ok, checks } = verify(members);
  expect(checks.filter((check) => check.status === "fail")).toEqual([]);
  expect(ok).toBe(true);
  expect(checks.map((check) => [check.id, check.status])).toEqual([
    ["structure", "pass"],
    ["manifest", "pass"],
    ["signature", "not_evaluated"],
    ["identity", "not_evaluated"],
    ["lock", "not_evaluated"],
    ["schema", "pass"],
    ["cross_links", "pass"],
    ["recompute.episodes", "pass"],
    ["recompute.evidence", "pass"],
    ["recompute.text", "pass"],
    ["recompute.failures", "pass"],
    ["recompute.sidecars", "not_evaluated"],
    ["commitments", "not_evaluated"],
    ["visibility", "pass"],
  ]);
});

describe("edits with a re-hashed manifest", () => {
  type Any = { [key: string]: never } & Record<string, never>;
  const edits: [string, string, (d: Any) => void, CheckId][] = [
    [
      "the verdict",
      "evidence.json",
      (d) => set(d, "result.verdict", "supported"),
      "recompute.evidence",
    ],
    ["the successes", "evidence.json", (d) => set(d, "result.successes", 99), "recompute.evidence"],
    [
      "the denominator",
      "evidence.json",
      (d) => set(d, "result.episodes", 90),
      "recompute.evidence",
    ],
    [
      "a bound",
      "evidence.json",
      (d) => set(d, "result.interval.lower", 0.81),
      "recompute.evidence",
    ],
    [
      "a bound by a millionth",
      "evidence.json",
      nudge("result.interval.upper", 1e-6),
      "recompute.evidence",
    ],
    ["a dropped label", "evidence.json", (d) => set(d, "labels", []), "recompute.evidence"],
    ["an added field", "evidence.json", (d) => set(d, "certified", true), "recompute.evidence"],
    ["the threshold", "claim.json", (d) => set(d, "decision_rule.margin", 0.4), "cross_links"],
    ["the plan", "protocol.json", (d) => set(d, "execution.episodes_per_task", 9), "cross_links"],
    [
      "an outcome sequence",
      "audit_input.json",
      (d) => set(d, "tasks.0.outcomes", "SSSSSSSSSS"),
      "recompute.episodes",
    ],
    ["a count", "audit_input.json", (d) => set(d, "counts.success", 90), "recompute.episodes"],
    [
      "a source digest",
      "audit_provenance.json",
      (d) => set(d, "sources.0.sha256", sha256("y")),
      "cross_links",
    ],
    [
      "a package id",
      "audit_provenance.json",
      (d) => set(d, "package_id", "evd_01HXY7K9ABCDEFGHJKMNPQRST0"),
      "cross_links",
    ],
    [
      "a private path",
      "audit_input.json",
      (d) => set(d, "asserted", { policy: "/home/alice/x" }),
      "visibility",
    ],
  ];
  test.each(edits)("%s in %s is refused by %s", (_, name, edit, check) => {
    expect(failed(edited(name, edit))).toContain(check);
  });

  test.each([
    ["success", "failure"],
    ["error", "failure"],
    ["failure", "success"],
  ])("an episode turned from %s into %s is refused", (from, to) => {
    const name = "episode_results.jsonl";
    const changed = text(members, name).replace(`"outcome":"${from}"`, `"outcome":"${to}"`);
    expect(failed(rehashed(name, bytes(changed)))).toContain("recompute.episodes");
  });

  test("a dropped failure is refused, in the records and in the index", () => {
    for (const [name, check] of [
      ["episode_results.jsonl", "recompute.episodes"],
      ["failure_evidence_index.jsonl", "recompute.failures"],
      ["failure_replay_manifest.jsonl", "recompute.failures"],
    ] as const) {
      const lines = text(members, name).trim().split("\n").slice(1);
      expect(failed(rehashed(name, bytes(`${lines.join("\n")}\n`)))).toContain(check);
    }
  });

  test("a text that says another verdict is refused", () => {
    const kinder = text(members, "evidence.md").replace("INCONCLUSIVE", "SUPPORTED");
    expect(failed(rehashed("evidence.md", bytes(kinder)))).toEqual(["recompute.text"]);
  });

  test("the message names the place and both values", () => {
    const { checks } = verify(edited("evidence.json", (d) => set(d, "result.successes", 99)));
    const check = checks.find((c) => c.id === "recompute.evidence");
    expect(check?.detail).toBe("evidence.json /result/successes is 99, but the episodes give 77");
  });

  test("every number, word and flag of evidence.json is load-bearing", () => {
    const evidence = JSON.parse(text(members, "evidence.json"));
    const leaves = [...leafPaths(evidence)];
    expect(leaves.length).toBeGreaterThan(200);
    for (const path of leaves) {
      const files = edited("evidence.json", (d) => set(d, path, other(get(evidence, path))));
      expect(failed(files), path).not.toEqual([]);
    }
  });
});

describe("a signer who edits consistently what nothing else is held against", () => {
  const withheld = (files: Map<string, Uint8Array>, ...names: string[]) => {
    for (const name of names) files.delete(name);
    return files;
  };

  test("a count of records that its own sequences do not hold", () => {
    const files = edited("audit_input.json", (d) => set(d, "counts.recorded", 99_999));
    expect(failed(withheld(files, "episode_results.jsonl"))).toContain("recompute.episodes");
  });

  test("a task split into two rows, failures first", () => {
    const files = edited("audit_input.json", (d: { tasks: Record<string, unknown>[] }) => {
      const [first] = d.tasks;
      if (first) d.tasks.push({ ...first, outcomes: "F", index: [0] });
    });
    expect(failed(withheld(files, "episode_results.jsonl"))).toContain("schema");
  });

  test("an emptied failure index beside a withheld raw manifest", () => {
    const files = rehashed("failure_evidence_index.jsonl", new Uint8Array());
    expect(failed(withheld(files, "raw_evidence_manifest.json"))).toEqual(["recompute.failures"]);
    const honest = withheld(new Map(members), "raw_evidence_manifest.json");
    expect(verify(honest).checks.find((c) => c.id === "recompute.failures")?.status).toBe("pass");
  });

  test("a member of no package, listed and hashed", () => {
    const files = new Map(members).set("README.md", bytes("CERTIFIED"));
    const manifest = JSON.parse(text(files, manifestName));
    const [member] = manifest.members;
    const extra = { ...member, path: "README.md", sha256: sha256("CERTIFIED"), size_bytes: 9 };
    manifest.members = [extra, ...manifest.members];
    files.set(manifestName, canonicalBytes(manifest));
    expect(failed(files)).toEqual(["structure", "manifest"]);
  });

  test("raw evidence that belongs to no episode, or to another file", () => {
    for (const edit of [
      (d: unknown) => set(d, "references", [{ episode_id: "ep_9", kind: "log", path: "x" }]),
      (d: unknown) => set(d, "files.0.size_bytes", 2),
    ]) {
      expect(failed(edited("raw_evidence_manifest.json", edit))).toContain("cross_links");
    }
  });

  test("evidence of other rules is refused, with the way out", () => {
    const files = edited("evidence.json", (d) => set(d, "derivation", 2));
    const { checks } = verify(files);
    const check = checks.find(({ id }) => id === "recompute.evidence");
    expect(check?.status).toBe("fail");
    expect(check?.detail).toContain("by rules 2, and this verifier derives by rules 1");
  });

  test("millions of empty objects are refused before they are built", () => {
    const swollen = bytes(`[${"{},".repeat(3_000_000)}{}]\n`);
    const { checks } = verify(new Map(members).set("claim.json", swollen));
    expect(checks.find(({ id }) => id === "schema")?.detail).toContain("2000000 objects and lists");
  });

  test("a byte order mark before evidence.md", () => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...(members.get("evidence.md") ?? [])]);
    expect(failed(rehashed("evidence.md", marked))).toContain("schema");
  });

  test("a document that is wrong in very many places", () => {
    const files = edited("audit_input.json", (d) =>
      set(d, "tasks.0.index", Array(200_000).fill(-1)),
    );
    expect(failed(files)).toContain("schema");
  });

  test("very many references to one episode, and a very long text", () => {
    const reference = { episode_id: "ep_000009", kind: "log", path: "x" };
    const files = edited("raw_evidence_manifest.json", (d) =>
      set(d, "references", Array(100_000).fill(reference)),
    );
    expect(verify(files).ok).toBe(false);
    const long = edited("claim.json", (d) => set(d, "notes", "a.".repeat(1_000_000)));
    expect(verify(long).ok).toBe(false);
  });
});

test("numbers that no arithmetic takes fail a check, and stop nothing", () => {
  const files = edited("audit_input.json", (d: { predictions?: unknown }) => {
    d.predictions = {
      predictor: { name: "p" },
      sha256: sha256("p"),
      assumptions: {},
      labelled: { n11: 2 ** 53 - 1, n10: 2 ** 53 - 1, n01: 0, n00: 0 },
      unlabelled: { successes: 0, episodes: 0 },
    };
  });
  expect(failed(files)).toContain("recompute.evidence");
});

describe("the folder", () => {
  test("a changed byte without a new manifest fails the manifest", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...members.keys()),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (name, at, by) => {
          const copy = Uint8Array.from(members.get(name) ?? []);
          const i = at % copy.length;
          copy[i] = ((copy[i] ?? 0) + by) % 256;
          expect(verify(new Map(members).set(name, copy)).ok).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([...members.keys()])("%s cannot be left out and its absence unnoticed", (name) => {
    const files = new Map(members);
    files.delete(name);
    const { ok, checks } = verify(files);
    const privateMember = /episode_results|raw_evidence|failure_/.test(name);
    expect(ok).toBe(privateMember);
    if (privateMember) expect(checks[0]?.detail).toContain(`withheld: ${name}`);
  });

  test("the public subset verifies from the outcome sequences alone", () => {
    const files = new Map(
      [...members].filter(([name]) => !/episode_results|raw_evidence|failure_/.test(name)),
    );
    expect(files.size).toBe(7);
    const { ok, checks } = verify(files);
    expect(ok).toBe(true);
    const status = Object.fromEntries(checks.map((check) => [check.id, check.status]));
    expect(status["recompute.episodes"]).toBe("not_evaluated");
    expect(status["recompute.evidence"]).toBe("pass");
  });

  test("a count changed in the public subset is still caught", () => {
    const files = edited("audit_input.json", (d) => set(d, "counts.success", 90));
    files.delete("episode_results.jsonl");
    expect(failed(files)).toContain("recompute.episodes");
  });

  test("extra files, links and other spellings of a document are refused", () => {
    expect(failed(new Map(members).set("notes.txt", bytes("x")))).toEqual([
      "structure",
      "manifest",
    ]);
    expect(verify(members, ["link"]).ok).toBe(false);
    const pretty = JSON.stringify(JSON.parse(text(members, "evidence.json")), null, 2);
    expect(failed(rehashed("evidence.json", bytes(pretty)))).toContain("schema");
  });

  test.each([
    ["an empty folder", new Map()],
    [
      "garbage",
      new Map([
        [manifestName, bytes("{")],
        ["claim.json", bytes("null")],
      ]),
    ],
    ["another hash", edited(manifestName, (d) => set(d, "members.0.sha256", sha256("z")))],
    [
      "a member listed twice",
      edited(manifestName, (d: { members: unknown[] }) => d.members.push(d.members[0])),
    ],
    ["another role", edited(manifestName, (d) => set(d, "members.0.role", "x"))],
    [
      "a private member called public",
      edited(manifestName, (d) => set(d, "members.5.visibility", "x")),
    ],
  ] as [string, Files][])("%s is refused, not a crash", (_, files) => {
    expect(verify(files).ok).toBe(false);
  });
});

function parent(document: unknown, path: string): [Record<string, unknown>, string] {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  return [keys.reduce((at, key) => at[key] as never, document as Record<string, unknown>), last];
}

function set(document: unknown, path: string, value: unknown): void {
  const [at, key] = parent(document, path);
  at[key] = value;
}

function get(document: unknown, path: string): unknown {
  const [at, key] = parent(document, path);
  return at[key];
}

function nudge(path: string, by: number) {
  return (document: unknown) => set(document, path, (get(document, path) as number) + by);
}

function* leafPaths(value: unknown, path = ""): Generator<string> {
  if (typeof value !== "object" || value === null) yield path;
  else {
    for (const [key, child] of Object.entries(value)) {
      yield* leafPaths(child, path === "" ? key : `${path}.${key}`);
    }
  }
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value + 1 : value * 0.99;
  if (typeof value === "boolean") return !value;
  return value === null ? 1 : `${value}x`;
}
