import { describe, expect, test } from "vitest";
import { expectClose, referenceCases, referencePresent } from "../../test/reference-table.ts";
import type { IntervalMethod } from "../rate/interval.ts";
import { sizeAtThreshold } from "../rate/size.ts";
import { betaUpperTail } from "../special/beta.ts";
import { logBeta } from "../special/gamma.ts";
import { episodesForClaim } from "./episodes-for-claim.ts";
import { exactPower } from "./exact-power.ts";
import { peekingErrorRate } from "./peeking-error-rate.ts";
import { type Look, stoppingLooks } from "./stopping.ts";
import { nonInferiorityEpisodes, twoSampleEpisodes } from "./two-sample-episodes.ts";
import { twoSidedCoverage } from "./two-sided-coverage.ts";
import { zeroFailureEpisodes, zeroFailureEpisodesAnytime } from "./zero-failure-episodes.ts";

interface Inputs {
  n: number;
  p: number;
  p0: number;
  p1: number;
  p2: number;
  alpha: number;
  power: number;
  margin: number;
  rule: "wilson_lower" | "exact_binomial" | "e_beta11";
  first_look: number;
  look_every: number;
}

const above = "above" as const;

/** The truncated beta mixture of the table, whose critical counts only the recursion needs here. */
function mixtureLooks({ p, p0, alpha, first_look, look_every }: Inputs): readonly Look[] {
  const looks = [];
  for (let episodes = first_look; episodes <= 1000; episodes += look_every) {
    const fires = (k: number) =>
      logBeta(1 + k, 1 + episodes - k) +
        Math.log(betaUpperTail(p0, 1 + k, 1 + episodes - k)) -
        Math.log1p(-p0) -
        k * Math.log(p0) -
        (episodes - k) * Math.log1p(-p0) >=
      -Math.log(alpha);
    let count = episodes + 1;
    while (count > 0 && fires(count - 1)) count--;
    looks.push({ episodes, criticalCount: count > episodes ? null : count });
  }
  return stoppingLooks(p, looks, above);
}

function peeking(inputs: Inputs): unknown {
  const { rule, p, p0, alpha, first_look, look_every } = inputs;
  const methods = { wilson_lower: "wilson", exact_binomial: "clopper_pearson" } as const;
  const looks =
    rule === "e_beta11"
      ? mixtureLooks(inputs)
      : peekingErrorRate({
          method: methods[rule],
          threshold: p0,
          trueRate: p,
          alpha,
          direction: above,
          firstLook: first_look,
          lastLook: 1000,
          lookEvery: look_every,
        }).looks;
  const by = (n: number) => looks.findLast(({ episodes }) => episodes <= n)?.probability;
  let sum = 0;
  for (const [index, { episodes, probability }] of looks.entries()) {
    sum += episodes * (probability - (looks[index - 1]?.probability ?? 0));
  }
  return {
    by_n: { 100: by(100), 200: by(200), 500: by(500), 1000: by(1000) },
    mean_stop_given_stop_by_1000: sum / (by(1000) ?? 0),
  };
}

const methods: Record<string, (inputs: Inputs) => unknown> = {
  "plan.exact_critical_k": ({ n, p0, alpha }) => {
    const { criticalCount, size } = exactPower({
      episodes: n,
      threshold: p0,
      trueRate: 1,
      alpha,
      direction: above,
    });
    return { kcrit: criticalCount, actual_alpha: size };
  },
  "plan.exact_binomial_n": ({ p0, p1, alpha, power }) => {
    const plan = { threshold: p0, trueRate: p1, alpha, power, direction: above };
    const { first, stable } = episodesForClaim(plan);
    return {
      n_first: first.episodes,
      k_crit: first.criticalCount,
      power_at_n: first.power,
      n_stable: stable.episodes,
    };
  },
  "plan.zero_failure_n": ({ p0, alpha }) => zeroFailureEpisodes({ threshold: p0, alpha }),
  "plan.zero_failure_n_anytime": ({ p0, alpha }) =>
    zeroFailureEpisodesAnytime({ threshold: p0, alpha }),
  "plan.two_sample_n_normal": ({ p1, p2, alpha, power }) =>
    twoSampleEpisodes({ rate1: p1, rate2: p2, alpha, tails: 2, power }).unrounded,
  "plan.noninf_n_normal": ({ p1, p2, margin, alpha, power }) =>
    nonInferiorityEpisodes({ candidateRate: p1, referenceRate: p2, margin, alpha, power })
      .episodesPerArm,
  "coverage.two_sided": ({ p, n, alpha }) =>
    Object.fromEntries(
      (["wilson", "wilson_cc", "agresti_coull", "clopper_pearson", "jeffreys"] as const).map(
        (method: IntervalMethod) => [
          method,
          twoSidedCoverage({ method, episodes: n, rate: p, alpha }),
        ],
      ),
    ),
  // The table's alpha is one-sided.
  "size.one_sided_wilson": ({ n, p, alpha }) =>
    sizeAtThreshold({
      method: "wilson",
      episodes: n,
      threshold: p,
      alpha: 2 * alpha,
      direction: above,
    }),
  "peeking.prob_ever_fires": peeking,
};

// The table's own tolerances: R's power.prop.test stops at 1e-4, its peeking was not in 60 digits.
describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { id, inputs, expected, rtol } of cases) {
      expect(
        () => expectClose(compute(inputs), expected, Math.min(rtol ?? 1e-10, 1e-4)),
        `case ${id}: ${JSON.stringify(inputs)}`,
      ).not.toThrow();
    }
  });
});
