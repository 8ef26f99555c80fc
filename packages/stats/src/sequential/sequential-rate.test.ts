import { describe, expect, test } from "vitest";
import { binomialTest } from "../rate/binomial-test.ts";
import { rateInterval } from "../rate/interval.ts";
import { exactSpending } from "./alpha-spending.ts";
import { betaMixtureLogE } from "./beta-mixture.ts";
import { betaMixtureConfidenceSequence } from "./confidence-sequence.ts";
import { recheckLooks } from "./recheck.ts";
import type { SequentialClaim } from "./sequential-claim.ts";
import { type SequentialReport, sequentialRate } from "./sequential-rate.ts";

const bits = (text: string) =>
  Array.from(text, (bit) => (bit === "1" ? (1 as const) : (0 as const)));

function claim(outcomes: string, tasks: string, rest: Partial<SequentialClaim> = {}) {
  return {
    mode: "anytime",
    outcomes: bits(outcomes),
    taskLabels: Array.from(tasks),
    order: "interleaved",
    operator: ">=",
    baseline: 0.8,
    margin: 0,
    alpha: 0.05,
    ...rest,
  } as const satisfies SequentialClaim;
}

function report(of: SequentialClaim): SequentialReport {
  const result = sequentialRate(of);
  if ("refused" in result) throw new Error(result.detail);
  return result;
}

const one = (count: number) => "a".repeat(count);

describe("anytime, one task", () => {
  test("20 successes prove 0.8, and the proof stays", () => {
    const outcomes = "1".repeat(20) + "0".repeat(20);
    const found = report(claim(outcomes.slice(0, 30), one(30)));
    expect(found).toMatchObject({
      verdict: "supported",
      threshold: 0.8,
      episodes: 30,
      successes: 20,
      prior: { a: 1, b: 1 },
      maxEpisodes: null,
      support: { alternative: "greater", firstCrossing: 20 },
      refutation: { alternative: "less", firstCrossing: null },
      validity: { order: "interleaved", tasks: 1, blocked: false, dropped: 0, violated: false },
    });
    // Ten failures later, the tests disagree; twenty later, no rate fits.
    expect(report(claim(outcomes, one(40)))).toMatchObject({ verdict: "supported" });
    const many = report(claim("1".repeat(200) + "0".repeat(200), one(400)));
    expect(many.validity.violated).toBe(true);
    expect(many.interval?.running.violated).toBe(true);
  });

  test("everything can be computed again from the looks", () => {
    const found = report(claim("1101111011111111011110111111", one(28), { baseline: 0.5 }));
    for (const { alternative, logE, supLogE, firstCrossing } of [found.support, found.refutation]) {
      const test = { rate: 0.5, alternative, alpha: 0.05 };
      const again = recheckLooks(found.looks, test);
      expect(again.firstCrossing).toBe(firstCrossing);
      expect(again.logE).toBe(logE);
      expect(again.supLogE).toBeCloseTo(supLogE ?? Number.NaN, 9);
    }
    const { lower, upper } = betaMixtureConfidenceSequence(24, 28, { alpha: 0.05 });
    expect(found.successes).toBe(24);
    expect(found.interval?.raw).toEqual({ lower, upper, violated: false });
    expect(found.interval?.running.lower).toBeGreaterThanOrEqual(lower);
  });

  test("<= is supported by failures, with the margin on the other side", () => {
    const low = claim("0".repeat(25), one(25), { operator: "<=", baseline: 0.2, margin: 0.1 });
    expect(report(low)).toMatchObject({
      threshold: 0.3,
      verdict: "supported",
      support: { alternative: "less" },
    });
    const high = claim("1".repeat(25), one(25), { operator: "<=", baseline: 0.2 });
    expect(report(high)).toMatchObject({ verdict: "refuted" });
  });

  test("no episodes decide nothing", () => {
    expect(report(claim("", ""))).toMatchObject({
      verdict: "inconclusive",
      episodes: 0,
      looks: [],
      interval: { running: { lower: 0, upper: 1, violated: false } },
    });
  });
});

describe("several tasks", () => {
  // Rates 1, 1, 1, 0.2: the average is exactly 0.8, and each task ran 25 times.
  const easyFirst = "1".repeat(75) + "10000".repeat(5);
  const sorted = ["a", "b", "c", "d"].map((task) => task.repeat(25)).join("");

  test("one task after the other is refused, whatever it is called", () => {
    for (const order of ["task_by_task", "interleaved", "random"] as const) {
      expect(sequentialRate(claim(easyFirst, sorted, { order }))).toMatchObject({
        refused: "tasks_not_interleaved",
      });
    }
    // Pooled, it would have been a proof after the first 20.
    expect(betaMixtureLogE(20, 20, { rate: 0.8, alternative: "greater" })).toBeGreaterThan(3);
  });

  test("an unknown order is refused, blocks or not", () => {
    for (const blockByTask of [true, false]) {
      const unknown = claim(easyFirst, sorted, { order: "unknown", blockByTask });
      expect(sequentialRate(unknown)).toMatchObject({ refused: "episode_order_unknown" });
      expect(sequentialRate(claim("11", "aa", { order: "unknown" }))).toMatchObject({
        refused: "episode_order_unknown",
      });
    }
  });

  test("blocked by task it proves nothing false", () => {
    const blocked = claim(easyFirst, sorted, { order: "task_by_task", blockByTask: true });
    const found = report(blocked);
    expect(found).toMatchObject({
      verdict: "inconclusive",
      episodes: 100,
      successes: 80,
      validity: { order: "task_by_task", tasks: 4, blocked: true, dropped: 0 },
    });
    expect(found.looks).toHaveLength(25);
    expect(found.looks[0]).toEqual({ episodes: 4, successes: 4 });
  });

  test("rounds look at their ends only, and leave out an incomplete one", () => {
    const found = report(claim("1".repeat(23), "abcd".repeat(6).slice(0, 23)));
    expect(found).toMatchObject({
      verdict: "supported",
      episodes: 20,
      support: { firstCrossing: 20 },
      validity: { blocked: true, dropped: 3 },
    });
    expect(found.looks.map(({ episodes }) => episodes)).toEqual([4, 8, 12, 16, 20]);
  });

  test("tasks drawn at random look after every episode", () => {
    const tasks = "abdcabacddbbacdbcadcab";
    const found = report(claim("1".repeat(22), tasks, { order: "random" }));
    expect(found).toMatchObject({ support: { firstCrossing: 20 }, validity: { blocked: false } });
    expect(found.looks).toHaveLength(22);
  });

  test("rounds of unequal tasks keep mean E at most 1, episodes in between do not", () => {
    const rates = [1, 0.6];
    // All 2^4 outcomes of two rounds; the macro average is the tested 0.8.
    const means = [0, 0, 0, 0];
    for (let code = 0; code < 16; code++) {
      let chance = 1;
      let successes = 0;
      for (let n = 0; n < 4; n++) {
        const success = (code >> n) & 1;
        const rate = rates[n % 2] ?? 0;
        chance *= success ? rate : 1 - rate;
        successes += success;
        const logE = betaMixtureLogE(successes, n + 1, { rate: 0.8, alternative: "greater" });
        // Sum over what is still open to n, by giving each later path its share.
        if (code >> (n + 1) === 0) means[n] = (means[n] ?? 0) + chance * Math.exp(logE);
      }
    }
    const [first = 0, second = 0, third = 0, fourth = 0] = means;
    expect(first).toBeGreaterThan(1);
    expect(third).toBeGreaterThan(1);
    expect(second).toBeLessThanOrEqual(1);
    expect(fourth).toBeLessThanOrEqual(1);
  });
});

describe("bounded", () => {
  const bounded = { mode: "bounded", maxEpisodes: 50 } as const;

  test("stops at the boundary", () => {
    const found = report(claim("1".repeat(25), one(25), bounded));
    // The first entry of the boundary for 0.8, 50 and 0.05.
    expect(found).toMatchObject({
      verdict: "supported",
      interval: null,
      prior: null,
      maxEpisodes: 50,
      support: { alternative: "greater", firstCrossing: 19 },
    });
    expect(report(claim("1".repeat(18), one(18), bounded)).verdict).toBe("inconclusive");
    const { critical } = exactSpending({
      rate: 0.8,
      alternative: "less",
      maxEpisodes: 50,
      alpha: 0.05,
    });
    const from = critical.findIndex((count, at) => count !== null && at + 1 >= count) + 1;
    const failed = report(claim("0".repeat(30), one(30), bounded));
    expect(failed).toMatchObject({ verdict: "refuted", refutation: { firstCrossing: from } });
  });

  test("cannot decide where no look could", () => {
    const short = { mode: "bounded", maxEpisodes: 10 } as const;
    expect(report(claim("1111111111", one(10), short)).verdict).toBe("cannot_decide");
  });

  test("refuses to go on beyond its end, and several tasks unless drawn at random", () => {
    expect(sequentialRate(claim("1".repeat(51), one(51), bounded))).toMatchObject({
      refused: "max_episodes_exceeded",
    });
    expect(sequentialRate(claim("1111", "abab", bounded))).toMatchObject({
      refused: "bounded_needs_random_tasks",
    });
    const random = claim("1111", "abba", { ...bounded, order: "random" });
    expect(report(random).verdict).toBe("inconclusive");
  });
});

describe("fixed", () => {
  test("is the exact test at the end, in whatever order", () => {
    const found = report(claim("1".repeat(14), one(14), { mode: "fixed", order: "unknown" }));
    const alternative = "greater";
    const { pValue } = binomialTest({ successes: 14, episodes: 14, rate: 0.8, alternative });
    expect(pValue).toBeLessThan(0.05);
    expect(found).toMatchObject({
      verdict: "supported",
      support: { alternative, firstCrossing: 14 },
      looks: [{ episodes: 14, successes: 14 }],
      interval: { raw: rateInterval("clopper_pearson", 14, 14, { alpha: 0.05 }) },
    });
    const few = claim("1".repeat(13), one(13), { mode: "fixed" });
    expect(report(few).verdict).toBe("cannot_decide");
    expect(report(claim("", "", { mode: "fixed" })).verdict).toBe("cannot_decide");
    const failing = claim("0".repeat(13), one(13), { mode: "fixed" });
    expect(report(failing).verdict).toBe("refuted");
  });
});

describe("refuses arguments", () => {
  test.each<[string, Partial<SequentialClaim>]>([
    ["mode", { mode: "peeking" as never }],
    ["order", { order: "sorted" as never }],
    ["operator", { operator: "=" as never }],
    ["outcomes", { outcomes: [2 as never] }],
    ["outcomes", { outcomes: "11" as never }],
    ["taskLabels", { taskLabels: ["a"] }],
    ["taskLabels", { taskLabels: [1, 2] as never }],
    ["baseline", { baseline: 1.2 }],
    ["baseline", { baseline: 1 }],
    ["margin", { margin: 0.8 }],
    ["margin", { margin: -0.1 }],
    ["alpha", { alpha: 1 }],
    ["maxEpisodes", { maxEpisodes: 10 }],
    ["maxEpisodes", { mode: "bounded" }],
    ["maxEpisodes", { mode: "bounded", maxEpisodes: 2.5 }],
    ["prior.a", { prior: { a: 0, b: 1 } }],
  ])("%s", (argument, wrong) => {
    expect(() => sequentialRate(claim("11", "aa", wrong))).toThrow(`${argument}: expected`);
  });
});
