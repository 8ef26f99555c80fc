import {
  type Claim,
  documentDigest,
  type LockFacts,
  type Protocol,
  type Reading,
  sha256,
} from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { claimOf, episodesOf, protocolOf as protocolWith, readingOf } from "../test/fixtures.ts";
import { buildPackage, packageBytes } from "./build-package.ts";
import { completenessOf } from "./completeness.ts";
import { type DeriveOptions, deriveEvidence } from "./derive.ts";
import { episodeManifest } from "./episode-manifest.ts";
import { renderInspection } from "./inspect.ts";
import { lockable } from "./lockable.ts";
import { renderMarkdown } from "./markdown.ts";
import { normalizeReading } from "./normalize.ts";
import { renderReport } from "./report/render-report.ts";

/** A claim and a protocol that declare all that grade A asks for. */
const claim: Claim = { ...claimOf(), population: "tasks_fixed" };
const protocol: Protocol = {
  ...protocolWith(claim, ["pusht/0", "pusht/1"], {
    denominator_policy: "errors_as_failures",
    attempt_policy: "first",
    seed_policy: "not_controlled",
  }),
  model_runtime: { digest: sha256("weights") },
};

const locked = "2026-01-01T12:00:00Z";
const started = "2026-01-01T12:00:01Z";

function lockOf(edit: Partial<LockFacts> = {}): LockFacts {
  return {
    statement: sha256("first"),
    role: "author",
    signer: "key of the author",
    cosigns: null,
    stated_at: "2026-01-01T11:00:00Z",
    stamped_at: locked,
    claim: documentDigest(claim),
    protocol: documentDigest(protocol),
    claim_id: claim.id,
    protocol_id: protocol.id,
    episodes: episodeManifest(protocol),
    ...edit,
  };
}

const buyer = lockOf({
  statement: sha256("second"),
  role: "counterparty",
  signer: "key of the buyer",
  cosigns: sha256("first"),
});

/** A lock under a name, whose time is a log's. */
const named: Partial<LockFacts> = {
  signer: sha256("a name"),
  signed_with: "certificate",
  stamped_by: "log",
};

function readingAt(times: Reading["recorded_times"], letters = "SSSSSSSSSS"): Reading {
  const episodes = ["pusht/0", "pusht/1"].flatMap((name) => episodesOf(name, letters));
  return { ...readingOf(episodes), ...(times ? { recorded_times: times } : {}) };
}

function derive(locks: LockFacts[], reading = readingAt({ started_at: started }), of = protocol) {
  const { auditInput } = normalizeReading("lerobot", reading, []);
  const options: DeriveOptions = { locks };
  return deriveEvidence(claim, of, auditInput, options);
}

const labels = (evidence: ReturnType<typeof derive>) => evidence.labels.map(({ code }) => code);

describe("a lock under a name", () => {
  test("gives grade A by a log's time, and says where the name is", () => {
    const evidence = derive([lockOf(named), buyer]);
    expect(evidence.grade).toBe("A");
    expect(evidence.lock?.locks[0]).toMatchObject(named);
    expect(evidence.lock?.locks[1]).not.toHaveProperty("signed_with");
    expect(renderInspection(evidence, claim)).toContain(
      `log entry ${locked}; before the recorded start`,
    );
    const markdown = renderMarkdown(claim, evidence);
    expect(markdown).toContain("| signed by | key or name | when | lock |");
    expect(markdown).toMatch(
      /author \| the name sha256:\w{12} in a certificate \| \S+, by a log entry/,
    );
    expect(markdown).toMatch(/counterparty.*\| key of the buyer \| \S+, by a time stamp/);
    expect(markdown).toContain("A name is given here by its digest.");
    const { auditInput } = normalizeReading("lerobot", readingAt({ started_at: started }), []);
    const report = renderReport(claim, protocol, evidence, auditInput);
    expect(report).toContain("<dt>under the name</dt><dd><code>");
    expect(report).toContain("A name is given here by its digest.");
  });

  test("reads as before where there are keys alone", () => {
    const markdown = renderMarkdown(claim, derive([lockOf()]));
    expect(markdown).toContain("| signed by | key | when | lock |");
    expect(markdown).not.toContain("A name is given");
  });

  test("whose log entry is not before the recorded start is refused", () => {
    const late = lockOf({ ...named, stamped_at: started });
    expect(() => derive([late])).toThrow(`was made at ${started} by its log entry`);
  });

  test("is one side, however many certificates it has", () => {
    const second = { ...buyer, signer: named.signer ?? "", signed_with: named.signed_with };
    expect(() => derive([lockOf(named), second])).toThrow("by a name that made another");
  });

  test("without a time leaves it unproven, as a key does", () => {
    const open = lockOf({ ...named, stamped_at: null, stamped_by: undefined });
    const evidence = derive([open]);
    expect(evidence.grade).toBe("B");
    expect(labels(evidence)).toContain("lock_time_unproven");
    expect(renderMarkdown(claim, evidence)).toContain("by the signer's own clock");
  });
});

describe("grade A", () => {
  test("is for a complete run that starts after a stamped lock of a plan whose size is known", () => {
    const evidence = derive([lockOf()]);
    expect([evidence.grade, evidence.grade_missing]).toEqual(["A", []]);
    expect(evidence.lock).toMatchObject({
      locked_at: locked,
      precedes: true,
      episodes_frozen: true,
      locks: [{ member: "locks/1.sigstore.json", role: "author", stamped_at: locked }],
    });
  });

  test("needs a lock at all", () => {
    const evidence = derive([]);
    expect(evidence.grade).toBe("B");
    expect(Object.hasOwn(evidence, "lock")).toBe(false);
  });

  test.each<[string, LockFacts, Reading["recorded_times"], string, string]>([
    [
      "a time that only the signer's clock says",
      lockOf({ stamped_at: null }),
      { started_at: started },
      "lock_time_unproven",
      "a lock with a third party's time stamp",
    ],
    [
      "a source without times",
      lockOf(),
      undefined,
      "run_start_not_recorded",
      "a recorded start of the run",
    ],
    [
      "a source that says only when results were saved",
      lockOf(),
      { other_at: "2026-01-01T13:00:00Z" },
      "run_start_not_recorded",
      "a recorded start of the run",
    ],
    [
      "a plan that the lock counted otherwise",
      lockOf({ episodes: { ...episodeManifest(protocol), sha256: sha256("other") } }),
      { started_at: started },
      "lock_leaves_episodes_open",
      "a lock that settles which episodes are planned",
    ],
  ])("is not for %s", (_, lock, times, label, missing) => {
    const evidence = derive([lock], readingAt(times));
    expect(evidence.grade).toBe("B");
    expect(labels(evidence)).toContain(label);
    expect(evidence.grade_missing).toEqual([missing]);
  });

  test("is not for a run with a gap, or a claim that declares less", () => {
    const gap = derive([lockOf()], readingAt({ started_at: started }, "SSSSSSSSS"));
    expect(gap.grade).toBe("C");
    const { population: _, ...less } = claim;
    const bound = { ...protocol, claim_hash: documentDigest(less) };
    const { auditInput } = normalizeReading("lerobot", readingAt({ started_at: started }), []);
    const lock = lockOf({ claim: documentDigest(less), protocol: documentDigest(bound) });
    expect(deriveEvidence(less, bound, auditInput, { locks: [lock] }).grade).toBe("C");
  });

  const run = (taskList: string[], recorded: string[]) => {
    const of = { ...protocol, benchmark: { ...protocol.benchmark, task_list: taskList } };
    const lock = lockOf({ protocol: documentDigest(of), episodes: episodeManifest(of) });
    const episodes = recorded.flatMap((name) => episodesOf(name, "SSSSSSSSSS"));
    return derive([lock], { ...readingAt({ started_at: started }), episodes }, of);
  };

  test.each<[string, string[], string[]]>([
    ["a suite whose size only the record shows", ["pusht"], ["pusht/0", "pusht/1"]],
    ["a suite of one task, chosen in the record", ["my_suite"], ["my_suite/chosen_after_the_run"]],
    [
      "a suite of one task beside a task of its own",
      ["my_suite", "anchor"],
      ["my_suite/anchor", "my_suite/picked_later"],
    ],
    ["a task whose suite the record chose", ["lift"], ["easy_suite/lift"]],
    ["a task that two suites have", ["lift", "stack"], ["easy/lift", "hard/lift"]],
  ])("is not for %s", (_, taskList, recorded) => {
    const evidence = run(taskList, recorded);
    expect(evidence.lock?.episodes_frozen).toBe(false);
    expect(labels(evidence)).toContain("lock_leaves_episodes_open");
    expect(evidence.grade).not.toBe("A");
  });

  test.each<[string, string[], string[]]>([
    ["tasks by suite and name", ["My-Suite/lift"], ["my_suite/lift"]],
    [
      "a suite of known size",
      ["libero_10"],
      Array.from({ length: 10 }, (_, i) => `libero_10/${i}`),
    ],
    ["its other name", ["libero_long"], Array.from({ length: 10 }, (_, i) => `libero_10/${i}`)],
    ["a task of such a suite", ["libero_10/3"], ["libero_10/3"]],
  ])("is for %s", (_, taskList, recorded) => {
    expect(run(taskList, recorded)).toMatchObject({ grade: "A", lock: { episodes_frozen: true } });
  });
});

describe("a second lock without a time stamp", () => {
  const evidence = derive([lockOf(), { ...buyer, stamped_at: null }]);

  test("keeps the run from grade A, and the label names it", () => {
    expect(evidence.lock).toMatchObject({ locked_at: locked, precedes: true });
    expect(evidence.labels).toContainEqual({
      code: "lock_time_unproven",
      detail: "locks/2.sigstore.json, counterparty",
    });
    expect(evidence).toMatchObject({
      grade: "B",
      grade_missing: ["a third party's time stamp on every lock"],
    });
  });

  test("is nowhere said to have been made beforehand", () => {
    const { auditInput } = normalizeReading("lerobot", readingAt({ started_at: started }), []);
    const texts = [
      renderMarkdown(claim, evidence),
      renderInspection(evidence, claim),
      renderReport(claim, protocol, evidence, auditInput),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/locked beforehand|protocol beforehand/i);
      expect(text.replace(/\s+/g, " ")).toContain("signed is only that");
    }
    expect(texts[0]).toContain("the counterparty (locks/2.sigstore.json) signed is only that side");
    const whole = renderMarkdown(claim, derive([lockOf(), buyer]));
    expect(whole).toContain("## What was locked beforehand");
    expect(whole).not.toContain("own word");
  });
});

describe("refused", () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return undefined;
  };

  test.each<[string, Reading["recorded_times"]]>([
    ["a start before the lock", { started_at: "2026-01-01T11:59:59Z" }],
    ["a start at the very moment", { started_at: locked }],
    ["a result that was saved before the lock", { other_at: "2026-01-01T09:00:00Z" }],
    [
      "a start after the lock, and a result saved before it",
      { started_at: started, other_at: "2026-01-01T09:00:00Z" },
    ],
  ])("%s", (_, times) => {
    expect(code(() => derive([lockOf()], readingAt(times)))).toBe("WF_LOCK_LATE");
  });

  test("an episode that started before the lock, whatever the run says", () => {
    const reading = readingAt({ started_at: started });
    const [first, ...rest] = [...reading.episodes];
    if (first === undefined) throw new Error("no episode");
    const early = { ...first, started_at: "2026-01-01T10:00:00Z" };
    const of = (episodes: Reading["episodes"]) => derive([lockOf()], { ...reading, episodes });
    expect(code(() => of([early, ...rest]))).toBe("WF_LOCK_LATE");
    expect(of([{ ...first, started_at: started }, ...rest]).grade).toBe("A");
  });

  test("a lock by the signer's clock that is later than the record", () => {
    const lock = lockOf({ stamped_at: null, stated_at: "2026-01-02T00:00:00Z" });
    expect(code(() => derive([lock]))).toBe("WF_LOCK_LATE");
  });

  test("one late lock beside one that came first", () => {
    const late = { ...buyer, stamped_at: "2026-01-01T13:00:00Z" };
    expect(code(() => derive([lockOf(), late]))).toBe("WF_LOCK_LATE");
  });

  test.each<[string, LockFacts[]]>([
    ["another claim", [lockOf({ claim: sha256("other") })]],
    ["another protocol", [lockOf({ protocol: sha256("other") })]],
    ["another claim's id", [lockOf({ claim_id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTX" })]],
    ["another protocol's id", [lockOf({ protocol_id: "prt_01HXY7K9ABCDEFGHJKMNPQRSTX" })]],
    ["a co-signature without what it signs", [buyer]],
    ["one lock twice", [lockOf(), lockOf()]],
    ["one key on both sides", [lockOf(), { ...buyer, signer: "key of the author" }]],
    [
      "ten locks",
      Array.from({ length: 10 }, (_, i) => lockOf({ statement: sha256(`${i}`), signer: `${i}` })),
    ],
  ])("%s", (_, locks) => {
    expect(code(() => derive(locks))).toBe("WF_LOCK_MISMATCH");
  });

  test("a run that starts after the package was made: a clock is wrong", () => {
    const build = (createdAt: string) =>
      buildPackage({
        claim,
        protocol,
        adapter: "lerobot",
        reading: readingAt({ started_at: started }),
        files: [],
        locks: [{ facts: lockOf(), bundle: {} }],
        run: {
          packageId: "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
          createdAt,
          tool: { name: "worldflux", packages: {} },
          runtime: { node: "v20", platform: "linux", arch: "x64" },
        },
      });
    expect(code(() => build("2026-01-01T12:00:00Z"))).toBe("WF_LOCK_LATE");
    expect(packageBytes(build("2026-01-01T14:00:00Z")).has("locks/1.sigstore.json")).toBe(true);
  });
});

describe("what is shown", () => {
  const evidence = derive([lockOf(), buyer]);

  test("both signatures, in Markdown, on a terminal and on the page", () => {
    const { auditInput } = normalizeReading("lerobot", readingAt({ started_at: started }), []);
    const markdown = renderMarkdown(claim, evidence);
    const page = renderReport(claim, protocol, evidence, auditInput);
    for (const text of [markdown, page]) {
      expect(text).toContain("key of the author");
      expect(text).toContain("key of the buyer");
      expect(text).toContain("no other run was made");
    }
    expect(markdown).toContain("Grade A rests on the lock: see the check `lock`");
    expect(page).toContain("Author and counterparty signed the same claim and protocol");
    expect(page).toContain("There is no better one");
    expect(renderInspection(evidence, claim)).toContain("by author and counterparty, time stamp");
  });

  test("the limits stand in the coverage table and the completeness list", () => {
    const of = (status: string) =>
      evidence.coverage.filter((row) => row.status === status).map((row) => row.statement);
    expect(of("not_covered").join()).toContain("other claims were locked beside this one");
    const { auditInput } = normalizeReading("lerobot", readingAt({ started_at: started }), []);
    const { items } = completenessOf({ claim, protocol, evidence, auditInput });
    const status = items.find(({ item }) => item === "lock_proof")?.status;
    expect(status).toBe("met");
  });
});

describe("the episodes that are planned", () => {
  const manifest = (tasks: string[], execution: Partial<Protocol["execution"]> = {}) =>
    episodeManifest(protocolWith(claim, tasks, execution));

  test.each([
    [["libero_spatial"], 10],
    [["libero_spatial", "LIBERO-Spatial/3"], 10],
    [["libero_spatial/3"], 1],
    [["libero_10", "libero_90"], 100],
    [["libero_long", "libero_10"], 10],
    [["put the mug away", "pusht/0"], 2],
  ])("of %j are those of %i tasks", (tasks, count) => {
    expect(manifest(tasks)).toMatchObject({ tasks: count, cells: count * 10 });
  });

  test("count per seed, each seed once; order and spelling do not matter", () => {
    expect(manifest(["a/0"], { seeds: [1, 2, 2] })).toMatchObject({ tasks: 1, cells: 20 });
    expect(manifest(["b", "A"], { seeds: [2, 1] })).toEqual(
      manifest(["a", "b"], { seeds: [1, 2] }),
    );
    expect(manifest(["a"], { seeds: [1] }).sha256).not.toBe(manifest(["a"], { seeds: [2] }).sha256);
  });

  test("have a number in the end", () => {
    expect(() => manifest(["libero_90"], { episodes_per_task: 1e7, seeds: [1, 2] })).toThrow(
      "more than can be checked",
    );
  });
});

describe("lockable", () => {
  const refusal = (of: Claim, with_: Protocol) => {
    try {
      lockable(of, with_);
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return undefined;
  };

  test("is a claim with its protocol", () => {
    expect(lockable(claim, protocol)).toEqual({
      episodes: episodeManifest(protocol),
      undeclared: [],
      takenAsTasks: [],
    });
    const bare = claimOf();
    const { undeclared, takenAsTasks } = lockable(bare, protocolWith(bare, ["pusht"]));
    expect(undeclared).toHaveLength(5);
    expect(takenAsTasks).toEqual(["pusht"]);
  });

  test.each<[string, Partial<Claim>, Partial<Protocol>, string]>([
    ["a sample's hash", {}, { claim_hash: `sha256:${"0".repeat(64)}` }, "WF_LOCK_REFUSED"],
    ["another claim's hash", {}, { claim_hash: sha256("x") }, "WF_CLAIM_HASH_MISMATCH"],
    [
      "another claim's id",
      {},
      { claim_id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTX" },
      "WF_CLAIM_ID_MISMATCH",
    ],
    [
      "a plan read off results",
      {},
      { drafted_from_results: { source: "lerobot", files: [] } },
      "WF_LOCK_REFUSED",
    ],
    ["a template's evaluator", {}, { evaluator: { name: "your-evaluator" } }, "WF_LOCK_REFUSED"],
    [
      "a template's model",
      { subject: { type: "hf_model", id: "your-org/your-policy" } },
      {},
      "WF_LOCK_REFUSED",
    ],
    ["an unfilled text", { claim_text: "It works on {tasks}." }, {}, "WF_LOCK_REFUSED"],
    ["a private path", { claim_text: "weights at /home/me/ckpt" }, {}, "WF_PRIVATE_TEXT"],
    [
      "a metric that cannot be decided",
      { expected_metrics: [{ name: "reward", operator: ">=", value: 0.5, unit: "ratio" }] },
      {},
      "WF_CLAIM_UNSUPPORTED",
    ],
  ])("is not %s", (_, editClaim, editProtocol, code) => {
    const of = { ...claim, ...editClaim };
    const bound = { ...protocol, claim_hash: documentDigest(of), ...editProtocol };
    expect(refusal(of, bound)).toBe(code);
  });
});
