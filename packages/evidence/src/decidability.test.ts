import { readFileSync } from "node:fs";
import { Claim, Protocol } from "@worldflux/schema";
import { decideRate } from "@worldflux/stats";
import { describe, expect, test } from "vitest";
import { decidability } from "./decidability.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schema/fixtures/${name}`, import.meta.url), "utf8"));
const claim = Claim.parse(fixture("quickstart-claim.json"));
const protocol = Protocol.parse(fixture("quickstart-protocol.json"));

const about = (rule: object, metric: object = {}): Claim => ({
  ...claim,
  decision_rule: { ...claim.decision_rule, ...rule },
  expected_metrics: claim.expected_metrics.map((m) => ({ ...m, ...metric })),
});
const planning = (perTask: number, task_list = ["libero_spatial/0"]): Protocol => ({
  ...protocol,
  benchmark: { ...protocol.benchmark, task_list },
  execution: { ...protocol.execution, episodes_per_task: perTask, seeds: [] },
});

describe("the smallest number that decides", () => {
  // Wilson's lower limit of n of n is n / (n + z^2): above 0.75 from n > 3 z^2 = 11.52 on.
  test.each([
    [{}, 12],
    // n > 4 z^2 = 15.37.
    [{ margin: 0 }, 16],
    // 0.75^n <= 0.025 from n = 12.82 on.
    [{ interval_method: "clopper_pearson" }, 13],
    [{ interval_method: "clopper_pearson", margin: 0 }, 17],
  ])("with %j is %i", (rule, smallest) => {
    expect(decidability(about(rule)).smallest).toBe(smallest);
  });

  test("is the first at which the decision can be support", () => {
    const { smallest } = decidability(claim);
    const best = (n: number) =>
      decideRate({
        ...{ successes: n, episodes: n, operator: ">=" as const, baseline: 0.8, margin: 0.05 },
        ...{ alpha: 0.05, method: "wilson" as const },
      }).verdict;
    expect([best((smallest ?? 0) - 1), best(smallest ?? 0)]).toEqual([
      "cannot_decide",
      "supported",
    ]);
  });

  test("does not exist for a threshold of 1", () => {
    expect(decidability(about({ margin: 0 }, { value: 1 })).smallest).toBeNull();
  });

  test("mirrors for a claim of at most", () => {
    const mirrored = about({}, { operator: "<=", value: 0.2 });
    expect(decidability(mirrored)).toMatchObject({
      threshold: 0.25,
      direction: "below",
      smallest: 12,
    });
  });
});

describe("what a plan can show", () => {
  test("500 episodes of LIBERO-Spatial, 80 % less 5 points", () => {
    const found = decidability(claim, planning(50, ["libero-spatial"]));
    expect(found.planned).toBe(500);
    // 394 of 500 is the first count whose Wilson lower limit exceeds 0.75.
    expect(found.needed).toBe(394);
    expect(found.detectable).toBeCloseTo(0.803, 2);
    expect(found.expected).toMatchObject({ rate: 0.8, by: "claimed", power: 0.8 });
    expect(found.power_as_claimed).toBeGreaterThan(0.75);
  });

  test("takes a name that is not known for one task, and says so", () => {
    expect(decidability(claim, planning(50, ["some-suite"]))).toMatchObject({
      planned: 50,
      taken_for_tasks: ["some-suite"],
    });
    expect(decidability(claim, protocol)).toMatchObject({ planned: 1500, taken_for_tasks: [] });
    expect(decidability(claim)).toMatchObject({ planned: null, needed: null, size: null });
  });

  test("answers for a rate that is given, and refuses one on the wrong side", () => {
    expect(decidability(claim, undefined, 0.9).expected).toMatchObject({ rate: 0.9, by: "given" });
    expect(() => decidability(claim, undefined, 0.7)).toThrow("above the threshold 0.75");
  });

  test("without a margin looks at a rate halfway to 1", () => {
    expect(decidability(about({ margin: 0 })).expected).toMatchObject({ rate: 0.9, by: "halfway" });
  });

  test("plans no fewer than the interval needs, near 1 where Wilson is the stricter", () => {
    const near = about({ margin: 0.05 }, { value: 1 });
    const { smallest, expected } = decidability(near);
    expect(smallest).toBe(73);
    expect(expected.episodes).toBeGreaterThanOrEqual(73);
    // A claim of 100 % that is true makes only successes.
    const at = (n: number) => decidability(near, planning(n)).power_as_claimed;
    expect([at(72), at(73)]).toEqual([0, 1]);
  });

  test.each([
    [{ margin: 0.01 }, { value: 0.99 }, 0.995],
    [{ interval_method: "jeffreys" }, {}, 0.8],
    [{ margin: 0 }, { operator: "<=", value: 0.03 }, 0.01],
  ])("the plan for %j %j has the power of the declared interval", (rule, metric, rate) => {
    const asked = about(rule, metric);
    const { expected, threshold, direction } = decidability(asked, undefined, rate);
    for (let n = expected.episodes ?? 0; n < (expected.episodes ?? 0) + 60; n++) {
      const { needed, detectable } = decidability(asked, planning(n));
      expect(needed).not.toBeNull();
      expect(direction === "above" ? rate >= (detectable ?? 1) : rate <= (detectable ?? 0)).toBe(
        true,
      );
    }
    expect(threshold).not.toBe(rate);
  });

  test("needs one success where the threshold is 0", () => {
    const some = about({ margin: 0.8 });
    // 1 - 0.5^3 is the first above 0.8.
    expect(decidability(some, planning(3), 0.5)).toMatchObject({
      smallest: 1,
      needed: 1,
      expected: { episodes: 3 },
    });
  });

  test.each([
    [1_000_000, true],
    [2_000_000, true],
    [10, false],
  ])("%i planned episodes are enough: %s", (planned, enough) => {
    expect(decidability(claim, planning(planned))).toMatchObject({ planned, enough });
  });

  test("does not compute what more than a million show, unless nothing does", () => {
    expect(decidability(claim, planning(2_000_000)).needed).toBeNull();
    const all = about({ margin: 0 }, { value: 1 });
    expect(decidability(all, planning(2_000_000)).enough).toBe(false);
    expect(decidability(claim).enough).toBeNull();
  });

  test.each([
    [0.008, "did you mean 80 %? then write 0.8; otherwise use a smaller margin"],
    [0.01, "did you mean 100 %? then write 1; otherwise use a smaller margin"],
    [0.03, "use a smaller margin"],
  ])("a claim of %d below its margin is refused with a hint", (value, hint) => {
    expect(() => decidability(about({}, { value }))).toThrow(
      expect.objectContaining({ code: "WF_CLAIM_UNSUPPORTED", hint }),
    );
  });

  test("does not search for plans of more than a million", () => {
    const { expected } = decidability(claim, undefined, 0.7501);
    expect(expected.episodes).toBeNull();
  });
});
