import {
  type Claim,
  canonicalJson,
  checkDocument,
  Evidence,
  type Protocol,
} from "@worldflux/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimOf, episodesOf, inputOf, protocolOf, readingOf } from "../test/fixtures.ts";
import { deriveEvidence } from "./derive.ts";
import { renderMarkdown } from "./markdown.ts";
import { normalizeReading } from "./normalize.ts";
import { verdictSentence } from "./wording.ts";

/** Ten tasks of ten episodes with these numbers of successes, successes first. */
const tasksOf = (successes: readonly number[]) =>
  inputOf(
    Object.fromEntries(
      successes.map((k, i) => [`libero_spatial/${i}`, "S".repeat(k) + "F".repeat(10 - k)]),
    ),
  );
const spread = [10, 10, 10, 10, 10, 10, 10, 10, 4, 4];
const even = Array.from({ length: 10 }, () => 9);

function derive(
  input: ReturnType<typeof inputOf>,
  more: { claim?: Partial<Claim>; protocol?: Partial<Protocol>; stopping?: "savi" } = {},
) {
  const claim = { ...claimOf(), ...more.claim };
  const protocol = { ...protocolOf(claim, ["libero_spatial"]), ...more.protocol };
  return deriveEvidence(claim, protocol, input, { stopping: more.stopping });
}
const codes = (evidence: ReturnType<typeof derive>) => evidence.labels.map(({ code }) => code);

describe("population", () => {
  test("88 of 100 with two weak tasks: supported for these tasks, not for tasks like them", () => {
    const fixed = derive(tasksOf(spread), { claim: { population: "tasks_fixed" } });
    expect(fixed.result).toMatchObject({ verdict: "supported", interval: { method: "wilson" } });
    expect(codes(fixed)).toContain("population_dependent");
    const random = derive(tasksOf(spread), { claim: { population: "tasks_random" } });
    expect(random.result.verdict).toBe("inconclusive");
    expect(random.result.interval.method).toBe("cluster_wilson_t");
    expect(random.rules.every((rule) => rule.interval.method === "cluster_wilson_t")).toBe(true);
    expect(random.fragility).toBeNull();
    expect(codes(random)).not.toContain("method_dependent");
  });

  // By hand: v = 10/9 sum (k - 8.8)^2 / 100^2 = 10/9 * 57.6/1e4 = 0.0064; deff = 0.0064 /
  // (0.88 * 0.12 / 100) = 6.0606; 100 / 6.0606 = 16.5 episodes.
  test("what clustered episodes are worth", () => {
    const { population } = derive(tasksOf(spread));
    const random = population.answers.find((answer) => answer.population === "tasks_random");
    expect(random).toMatchObject({ clusters: 10, estimate: 0.88 });
    expect(random?.effective_episodes).toBeCloseTo(16.5, 10);
    expect(population.declared).toBeNull();
  });

  test("training seeds that nobody recorded cannot decide", () => {
    const evidence = derive(tasksOf(even), { claim: { population: "seeds_random" } });
    expect(evidence.result.verdict).toBe("cannot_decide");
    expect(evidence.result.interval).toMatchObject({ lower: 0, upper: 1 });
    expect(codes(evidence)).toContain("clusters_too_few");
  });

  test("recorded seeds are the clusters", () => {
    const claim: Claim = { ...claimOf(), population: "seeds_random" };
    const seeds = [1, 2, 3];
    const protocol = protocolOf(claim, ["a/b"], { episodes_per_task: 20, seeds });
    const episodes = seeds.flatMap((seed) =>
      episodesOf("a/b", seed === 3 ? "SSSSSSSSSSFFFFFFFFFF" : "SSSSSSSSSSSSSSSSSSSF", { seed }),
    );
    const evidence = deriveEvidence(
      claim,
      protocol,
      normalizeReading("lerobot", readingOf(episodes), []).auditInput,
    );
    const own = evidence.population.answers.find((a) => a.population === "seeds_random");
    expect(own).toMatchObject({ clusters: 3, verdict: evidence.result.verdict });
    expect(own?.effective_episodes).toBeLessThan(10);
  });

  test("with one failure in ten tasks nobody saw how tasks differ", () => {
    const input = tasksOf([10, 10, 10, 10, 10, 10, 10, 10, 10, 9]);
    expect(codes(derive(input, { claim: { population: "tasks_random" } }))).toContain(
      "spread_hardly_seen",
    );
    expect(codes(derive(input))).not.toContain("spread_hardly_seen");
    const more = derive(tasksOf(spread), { claim: { population: "tasks_random" } });
    expect(codes(more)).not.toContain("spread_hardly_seen");
  });

  test("one task supports no claim about tasks like it", () => {
    const claim: Claim = { ...claimOf(), population: "tasks_random" };
    const input = inputOf({ "a/b": "S".repeat(50) });
    const protocol = protocolOf(claim, ["a/b"], { episodes_per_task: 50 });
    expect(deriveEvidence(claim, protocol, input).result.verdict).toBe("cannot_decide");
  });
});

describe("stopping", () => {
  const rounds = (evidence: ReturnType<typeof derive>) => evidence.sequential;

  test("several tasks are taken in rounds, and the anytime result stands beside the headline", () => {
    const evidence = derive(tasksOf(even));
    expect(evidence.stopping).toEqual({ mode: "fixed", asked_by: "default" });
    expect(rounds(evidence)).toMatchObject({
      mode: "anytime",
      decides: false,
      refused: null,
      blocked_by_task: true,
      successes: 90,
      episodes: 100,
      dropped: 0,
    });
  });

  test("--stopping savi decides by it", () => {
    const input = inputOf({ "libero_spatial/0": "S".repeat(60) });
    const protocol = {
      benchmark: { name: "LIBERO", task_list: ["libero_spatial/0"] },
      execution: { episodes_per_task: 60, seeds: [] },
    };
    const evidence = derive(input, { protocol, stopping: "savi" });
    expect(evidence.stopping).toEqual({ mode: "anytime", asked_by: "option" });
    expect(evidence.result.interval.method).toBe("beta_mixture");
    expect(evidence.result.verdict).toBe("supported");
    // (1 - 0.75^(n+1)) / (0.25 (n+1)) / 0.75^n is 37.2 at 18 and 47.2 at 19; 1 / 0.025 is 40.
    expect(evidence.sequential.decided_at).toBe(19);
    expect(codes(evidence)).not.toContain("optional_stopping_unprotected");
  });

  test("an order that nobody recorded refuses a sequential verdict, and only that", () => {
    const input = { ...tasksOf(even), episode_order: "unknown" as const };
    expect(rounds(derive(input))).toMatchObject({ refused: "episode_order_unknown" });
    expect(() => derive(input, { stopping: "savi" })).toThrow(
      expect.objectContaining({ code: "WF_STOPPING_REFUSED" }),
    );
    expect(() => derive(input, { protocol: { stopping: { mode: "anytime" } } })).toThrow("order");
  });

  test("a bounded run of one task", () => {
    const input = inputOf({ "a/b": "S".repeat(40) });
    const protocol = {
      benchmark: { name: "B", task_list: ["a/b"] },
      execution: { episodes_per_task: 40, seeds: [] },
    };
    const bounded = (max_episodes: number) =>
      derive(input, {
        protocol: { ...protocol, stopping: { mode: "bounded" as const, max_episodes } },
      });
    expect(bounded(60).result.verdict).toBe("supported");
    expect(bounded(60).sequential).toMatchObject({ mode: "bounded", decides: true });
    expect(() => bounded(30)).toThrow("max_episodes");
  });

  test("a threshold of 0 cannot be followed", () => {
    const claim = claimOf({ baseline: 0.05, margin: 0.05 });
    const protocol = protocolOf(claim, ["libero_spatial"]);
    const { sequential } = deriveEvidence(claim, protocol, tasksOf(even));
    expect(sequential.refused).toBe("threshold_at_the_edge");
  });
});

describe("a sequential headline", () => {
  const one = (letters: string, more: { protocol?: Partial<Protocol>; planned?: number } = {}) => {
    const benchmark = { name: "B", task_list: ["a/b"] };
    const execution = { episodes_per_task: more.planned ?? letters.length, seeds: [] };
    const protocol = { benchmark, execution, ...more.protocol };
    return derive(inputOf({ "a/b": letters }), { protocol, stopping: "savi" });
  };

  test("a run that proves both sides proves neither", () => {
    const evidence = one("S".repeat(25) + "F".repeat(75));
    const { result, sequential } = evidence;
    expect(sequential).toMatchObject({ violated: true, verdict: "inconclusive", decided_at: null });
    expect([result.verdict, result.strict_verdict]).toEqual(["inconclusive", "inconclusive"]);
    expect(result.interval.lower).toBeLessThan(result.interval.upper);
    expect(codes(evidence)).toContain("sequence_violated");
    expect(evidence.recommendation).toBe("collect_more_episodes");
  });

  test("another verdict after one look is named, and is no rule of counting", () => {
    const early = one("S".repeat(40) + "F".repeat(10));
    expect(early.result.verdict).toBe("supported");
    expect(early.labels).toContainEqual({
      code: "anytime_verdict_differs",
      detail: "one look at the end: inconclusive",
    });
    const late = one("S".repeat(16));
    expect(late.result.verdict).toBe("inconclusive");
    for (const evidence of [early, late]) {
      expect(codes(evidence)).not.toContain("denominator_rule_dependent");
    }
  });

  test("the sentence speaks of the test, which may decide where the interval does not", () => {
    const protocol = { stopping: { mode: "bounded" as const, max_episodes: 16 } };
    const { result } = derive(inputOf({ "a/b": "S".repeat(16) }), {
      protocol: {
        benchmark: { name: "B", task_list: ["a/b"] },
        execution: { episodes_per_task: 16, seeds: [] },
        ...protocol,
      },
    });
    expect(result.verdict).toBe("supported");
    expect(result.interval.lower).toBeLessThan(result.threshold);
    expect(verdictSentence(result)).not.toContain("whole interval");
    expect(verdictSentence(result)).toContain("above the threshold of 75 %, but not above");
  });

  test("one task of ten is no round", () => {
    const input = inputOf({ "libero_spatial/0": "S".repeat(40) });
    expect(derive(input).sequential).toMatchObject({ refused: "tasks_not_interleaved" });
    expect(() => derive(input, { stopping: "savi" })).toThrow("9 planned tasks have no episode");
  });

  test("missing episodes that count as failures have no place in the order", () => {
    const protocol = (planned: number) => ({
      execution: {
        episodes_per_task: planned,
        seeds: [],
        denominator_policy: "missing_as_failures" as const,
      },
    });
    expect(() => one("S".repeat(60), { protocol: protocol(100) })).toThrow(
      expect.objectContaining({ code: "WF_STOPPING_REFUSED" }),
    );
    const pending = one(`P${"S".repeat(59)}`, { protocol: protocol(60) });
    expect(pending.result).toMatchObject({ successes: 59, episodes: 60 });
    expect(pending.sequential).toMatchObject({ successes: 59, episodes: 60 });
  });

  test("the headline counts the episodes of whole rounds, as its interval does", () => {
    const input = inputOf({ "a/0": "S".repeat(30), "a/1": "F".repeat(100) });
    const { result } = derive(input, {
      protocol: {
        benchmark: { name: "B", task_list: ["a"] },
        execution: { episodes_per_task: 100, seeds: [] },
      },
      stopping: "savi",
    });
    expect(result).toMatchObject({ successes: 30, episodes: 60, estimate: 0.5 });
    expect(result.interval.lower).toBeLessThan(0.5);
    expect(result.interval.upper).toBeGreaterThan(0.5);
  });
});

describe("names", () => {
  const long = (task: string) => inputOf({ [`${"s".repeat(512)}/${task}`]: "S".repeat(10) });
  const suite = { benchmark: { name: "B", task_list: ["s".repeat(512)] } };

  test("of 512 characters fit, and no character is cut in two", () => {
    const input = long("t".repeat(512));
    const { tasks } = long("u".repeat(512));
    const both = { ...input, tasks: [...input.tasks, ...tasks] };
    const evidence = derive(both, { protocol: suite });
    checkDocument(Evidence, evidence, "evidence.json");
    expect(evidence.worst_task?.tasks).toHaveLength(2);
    const cut = `${"x".repeat(199)}\u{1F916}`;
    const note = { code: "mapped_by_hand", detail: cut };
    const cycle = inputOf({ [`${"x".repeat(198)}/${"\u{1F916}"}b`]: "SFSFSFSFSF" });
    const cycled = derive(
      { ...cycle, notes: [note] },
      {
        protocol: { benchmark: { name: "B", task_list: ["x".repeat(198)] } },
      },
    );
    expect(() => canonicalJson(cycled)).not.toThrow();
  });

  test("a task that bears the name of an unnamed one", () => {
    const protocol = { benchmark: { name: "B", task_list: ["libero_90", "(unnamed task 1)"] } };
    const { denominators } = derive(inputOf({ "libero_90/x": "S".repeat(10) }), { protocol });
    expect(denominators).toMatchObject({ planned: 910, missing: 900 });
  });
});

test("with clusters of one and 600 some outcome decides", () => {
  const input = inputOf({ "a/0": "F", "a/1": "S".repeat(500) + "F".repeat(100) });
  const evidence = derive(input, {
    claim: { population: "tasks_random" },
    protocol: {
      benchmark: { name: "B", task_list: ["a"] },
      execution: { episodes_per_task: 600, seeds: [] },
    },
  });
  // 599 of 600 and 1 of 1: worth 601 episodes, lower limit 0.79 with t of one degree of freedom.
  expect(evidence.result.verdict).toBe("inconclusive");
});

test("seeds as clusters bear every cell: disagreeing, and of tasks without a name", () => {
  const claim: Claim = { ...claimOf(), population: "seeds_random" };
  const protocol = protocolOf(claim, ["libero_90"], { episodes_per_task: 1, seeds: [1, 2, 3] });
  const episodes = [
    ...[1, 2, 3].flatMap((seed) => episodesOf("libero_90/x", "S", { seed })),
    ...episodesOf("libero_90/x", "F", { seed: 2, attempt: 1 }),
  ];
  const input = normalizeReading("lerobot", readingOf(episodes), []).auditInput;
  const { rules } = deriveEvidence(claim, protocol, input);
  for (const { successes, episodes: count, estimate } of rules) {
    expect(estimate).toBeCloseTo(successes / count, 12);
  }
  expect(rules.find(({ rule }) => rule === "worst_case")).toMatchObject({
    successes: 2,
    episodes: 270,
  });
});

describe("text", () => {
  const text = (rule: Partial<Claim["decision_rule"]>, population?: Claim["population"]) => {
    const claim = { ...claimOf(rule), ...(population ? { population } : {}) };
    const input = tasksOf(even);
    return renderMarkdown(
      claim,
      deriveEvidence(claim, protocolOf(claim, ["libero_spatial"]), input),
    );
  };

  test("a level next to 1 is not called 100 %", () => {
    expect(text({ alpha: 1e-12 })).toContain("99.9999999999 % Wilson interval");
    expect(text({ alpha: 1e-12 })).toContain("nominal 5.0e-11 %");
    expect(text({ alpha: 0.05 })).toContain("95 % Wilson interval");
  });

  test("the size of a method that does not decide is said to be of that one", () => {
    expect(text({})).not.toContain("which does not decide");
    expect(text({}, "tasks_random")).toContain("which does not decide");
  });
});

describe("how much hangs on how little", () => {
  test("a verdict of one episode", () => {
    // 84 of 100 is supported against 0.75 (lower limit 0.7558), 83 is not (0.7445).
    const evidence = derive(tasksOf([8, 8, 8, 8, 8, 8, 9, 9, 9, 9]));
    expect(evidence.result.verdict).toBe("supported");
    expect(evidence.fragility).toMatchObject({
      index: 1,
      fewer_successes: { episodes: 1, verdict: "inconclusive" },
    });
    expect(codes(evidence)).toContain("fragile_verdict");
  });

  test("a task that collapsed behind a good average", () => {
    const tasks = Array.from({ length: 10 }, (_, i) => [`libero_spatial/${i}`, "S".repeat(20)]);
    const input = inputOf({ ...Object.fromEntries(tasks), "libero_spatial/9": "F".repeat(20) });
    const evidence = derive(input, {
      protocol: { execution: { episodes_per_task: 20, seeds: [] } },
    });
    expect(evidence.worst_task).toMatchObject({
      tasks: ["libero_spatial/9"],
      estimate: 0,
      collapsed: ["libero_spatial/9"],
    });
    expect(codes(evidence)).toContain("task_collapsed");
    expect(evidence.next_tests).toContain("worst_task");
  });

  test("runs that repeat one another", () => {
    const claim = claimOf();
    const seeds = [1, 2];
    const protocol = protocolOf(claim, ["a/b"], { episodes_per_task: 40, seeds });
    const letters = "SFSSFSFFSSSFSFFFSSFSSSFFSFSSFSSSFFSFSFSS";
    const input = (second: string) =>
      normalizeReading(
        "lerobot",
        readingOf([
          ...episodesOf("a/b", letters, { seed: 1 }),
          ...episodesOf("a/b", second, { seed: 2 }),
        ]),
        [],
      ).auditInput;
    const found = (second: string) =>
      deriveEvidence(claim, protocol, input(second)).labels.find(
        ({ code }) => code === "pseudo_replication",
      )?.detail;
    expect(found(letters)).toBe("40 different episodes of 80");
    expect(found([...letters].reverse().join(""))).toBeUndefined();
  });
});

describe("percentages in the claim's text", () => {
  const stated = (claim_text: string) => derive(tasksOf(even), { claim: { claim_text } });

  test.each([
    ["It reaches 97.65 % success.", "97.65", false, null],
    ["It reaches 90% success.", "90", true, { from: 90, to: 90 }],
    ["It reaches 89.5 % success.", "89.5", false, null],
  ])("%s", (text, percent, feasible, successes) => {
    expect(stated(text).stated_rates).toEqual([{ percent, episodes: 100, feasible, successes }]);
  });

  test("only a percentage with decimals is called infeasible", () => {
    expect(codes(stated("It reaches 97.65 % success."))).toContain("stated_rate_infeasible");
    expect(codes(stated("It reaches 90% success."))).not.toContain("stated_rate_infeasible");
    expect(stated("No 12.34.56 % and no 1234 %, 0.9 of all.").stated_rates).toEqual([]);
  });
});

test("a number that nothing shows was looked at once is not to be quoted", () => {
  const input = inputOf({ "a/b": "S".repeat(16) });
  const protocol = {
    benchmark: { name: "B", task_list: ["a/b"] },
    execution: { episodes_per_task: 16, seeds: [] },
  };
  const claim = { population: "episodes_iid" as const };
  const ask = (notes: typeof input.notes) =>
    derive({ ...input, notes }, { claim, protocol }).recommendation;
  expect(ask([])).toBe("quote_with_the_scope");
  expect(ask([{ code: "interim_look", detail: "half of it" }])).toBe("settle_the_rules");
});

test("a declared run that stopped early, as it may, has nothing to complete", () => {
  const input = inputOf({ "a/b": "S".repeat(40) });
  const protocol = {
    benchmark: { name: "B", task_list: ["a/b"] },
    execution: { episodes_per_task: 200, seeds: [] },
    stopping: { mode: "anytime" as const },
  };
  const claim: Partial<Claim> = { population: "tasks_fixed" };
  expect(derive(input, { claim, protocol }).recommendation).toBe("quote_with_the_scope");
  const { stopping: _, ...fixed } = protocol;
  expect(derive(input, { claim, protocol: fixed }).recommendation).toBe("complete_the_record");
});

test("advice follows the verdict", () => {
  const ask = (input: ReturnType<typeof inputOf>, claim: Partial<Claim> = {}) =>
    derive(input, { claim: { population: "tasks_fixed", ...claim } }).recommendation;
  expect(ask(tasksOf(Array(10).fill(10)))).toBe("quote_with_the_scope");
  expect(ask(tasksOf([8, 8, 8, 8, 8, 8, 9, 9, 9, 9]))).toBe("quote_with_the_margin");
  expect(ask(tasksOf(Array(10).fill(8)))).toBe("collect_more_episodes");
  expect(ask(tasksOf(Array(10).fill(3)))).toBe("withdraw_the_claim");
  const few = { "libero_spatial/0": "SSSSSSSSSS", "libero_spatial/1": "SSSSSSSSSS" };
  expect(ask(inputOf(few))).toBe("complete_the_record");
  expect(derive(tasksOf(spread)).recommendation).toBe("settle_the_rules");
});

test("whatever the episodes, the headline is one of the answers and bounds its estimate", () => {
  const letters = fc.string({ unit: fc.constantFrom("S", "F", "E", "P", "N"), maxLength: 15 });
  const population = fc.constantFrom("episodes_iid", "tasks_fixed", "tasks_random", undefined);
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 1, maxLength: 5 }),
      population,
      (tasks, declared) => {
        const input = inputOf(
          Object.fromEntries(["S", ...tasks].map((t, i) => [`libero_spatial/${i}`, t])),
        );
        const evidence = derive(
          input,
          declared === undefined ? {} : { claim: { population: declared } },
        );
        const { lower, upper } = evidence.result.interval;
        const { estimate } = evidence.result;
        expect(lower).toBeLessThanOrEqual(estimate ?? 0);
        expect(upper).toBeGreaterThanOrEqual(estimate ?? 1);
        const asked = declared === "tasks_random" ? declared : "episodes_iid";
        const answer = evidence.population.answers.find((a) => a.population === asked);
        expect(answer?.interval).toEqual(evidence.result.interval);
        expect(answer?.verdict).toBe(evidence.result.verdict);
      },
    ),
    { numRuns: 100 },
  );
});
