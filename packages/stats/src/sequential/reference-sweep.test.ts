import { describe, expect, test } from "vitest";
import { expectClose, referenceCases, referencePresent } from "../../test/reference-table.ts";
import { logBetaLowerTail, logBetaUpperTail } from "../special/log-beta-tail.ts";
import { exactSpending, spendingOperation } from "./alpha-spending.ts";
import { betaMixtureLogE } from "./beta-mixture.ts";
import { betaMixtureSummary, extendBetaMixture, startBetaMixture } from "./beta-mixture-state.ts";
import { bettingSummary } from "./betting-state.ts";
import { betaMixtureConfidenceSequence } from "./confidence-sequence.ts";
import { hedgedConfidenceSequence, hedgedLogE } from "./hedged.ts";
import { betaMixtureConfidenceBound } from "./one-sided-sequence.ts";
import { extendPairedBetting, mcnemarLogE, startPairedBetting } from "./paired.ts";
import { intersectIntervals, unboundedInterval } from "./running-interval.ts";
import { tunedConfidenceSequence } from "./tuned-sequence.ts";
import { twoArmLogE } from "./two-arm.ts";
import { twoArmBlocks } from "./two-arm-blocks.ts";

interface Inputs {
  readonly a: number;
  readonly b: number;
  readonly x: string;
  readonly n: number;
  readonly k: number;
  readonly p0: number;
  readonly alpha: number;
  readonly n_max: number;
  readonly t_opt: number;
  readonly k1: number;
  readonly n1: number;
  readonly k2: number;
  readonly n2: number;
  readonly n10: number;
  readonly n01: number;
  readonly x1: string;
  readonly x2: string;
  readonly margin: number;
  readonly lambdas: readonly number[];
  readonly values?: readonly number[];
  readonly theta: number;
  readonly c: number;
}

const bits = (text: string) => Array.from(text, (bit): 0 | 1 => (bit === "1" ? 1 : 0));
const pair = ({ lower, upper }: { lower: number; upper: number }) => [lower, upper];
const logE = (alternative: "greater" | "less" | "different") => (inputs: Inputs) => {
  const { a, b, n, k, p0 } = inputs;
  return betaMixtureLogE(k, n, { rate: p0, alternative, prior: { a, b } });
};

const methods: Record<string, (inputs: Inputs, expected: never) => unknown> = {
  "special.log_betainc": ({ a, b, x }) => [
    logBetaLowerTail(Number(x), a, b),
    logBetaUpperTail(Number(x), a, b),
  ],
  "eprocess.beta_mixture.two_sided": logE("different"),
  "eprocess.beta_mixture.greater": logE("greater"),
  "eprocess.beta_mixture.less": logE("less"),
  "cs.beta_mixture.two_sided": ({ a, b, k, n, alpha }) =>
    pair(betaMixtureConfidenceSequence(k, n, { alpha, prior: { a, b } })),
  "cs.beta_mixture.lower": ({ a, b, k, n, alpha }) =>
    betaMixtureConfidenceBound(k, n, { alpha, side: "lower", prior: { a, b } }),
  "eprocess.beta_mixture.greater.path": ({ a, b, p0, alpha, x }, { log_e, sup_log_e }: Path) => {
    const test = { rate: p0, alternative: "greater", prior: { a, b }, alpha } as const;
    const at = (n: number) =>
      betaMixtureSummary(extendBetaMixture(startBetaMixture(test), bits(x).slice(0, n)));
    const { supLogE, anytimeP, firstCrossing } = at(x.length);
    return {
      log_e: Object.fromEntries(Object.keys(log_e).map((n) => [n, at(Number(n)).logE])),
      // The table leaves out the 0 before the first episode.
      sup_log_e: sup_log_e < 0 ? sup_log_e + supLogE : supLogE,
      anytime_p: anytimeP,
      stopped_at: firstCrossing,
    };
  },
  "cs.beta_mixture.two_sided.running_intersection": ({ x, a, b, alpha }, expected: object) => {
    let running = unboundedInterval;
    let successes = 0;
    const after = bits(x).map((bit, at) => {
      successes += bit;
      const options = { alpha, prior: { a, b } };
      const next = betaMixtureConfidenceSequence(successes, at + 1, options);
      running = intersectIntervals(running, next);
      return running;
    });
    const at = (n: string) => [n, pair(after[Number(n) - 1] ?? unboundedInterval)];
    return Object.fromEntries(Object.keys(expected).map(at));
  },
  "cs.hedged": ({ x, values, alpha, theta, c }, { log_capital }: Hedged) => {
    const scores = values ?? bits(x);
    const options = { alpha, share: theta, cap: c };
    const at = (m: string) => [m, hedgedLogE(scores, Number(m), options)];
    return {
      interval: pair(hedgedConfidenceSequence(scores, options)),
      ...(log_capital && { log_capital: Object.fromEntries(Object.keys(log_capital).map(at)) }),
    };
  },
  "cs.howard_beta_binomial": ({ k, n, alpha, t_opt }) =>
    pair(tunedConfidenceSequence(k, n, { alpha, tightestAt: t_opt })),
  "eprocess.ui_two_sample.margin": ({ k1, n1, k2, n2, margin }) => {
    const arm = (successes: number, episodes: number) => ({ successes, episodes });
    return twoArmLogE(arm(k1, n1), arm(k2, n2), { margin });
  },
  "eprocess.turner_grunwald.blocks11": ({ x1, x2, alpha }, { log_e }: Path) => {
    const at = (n: number) => twoArmBlocks(bits(x1).slice(0, n), bits(x2).slice(0, n), { alpha });
    const { supLogE, firstCrossing } = at(x1.length);
    return {
      log_e: Object.fromEntries(Object.keys(log_e).map((n) => [n, at(Number(n)).logE])),
      sup_log_e: supLogE,
      stopped_at: firstCrossing,
    };
  },
  "eprocess.mcnemar_beta": ({ n10, n01, a, b }) => mcnemarLogE(n10, n01, { prior: { a, b } }),
  "eprocess.paired_diff_betting": ({ x1, x2, margin, lambdas }) => {
    const start = startPairedBetting({ margin, alpha: 0.05, bets: lambdas });
    return bettingSummary(extendPairedBetting(start, bits(x1), bits(x2))).logE;
  },
  "sequential.exact_spending_one_arm": ({ p0, n_max, alpha }, { operating }: Spending) => {
    const design = { rate: p0, alternative: "greater", maxEpisodes: n_max, alpha } as const;
    const boundary = exactSpending(design);
    const at = (p: string) => {
      const { power, expectedEpisodes } = spendingOperation(boundary, Number(p));
      return [p, { power, expected_n: expectedEpisodes }];
    };
    return {
      c: boundary.critical,
      attained_alpha: boundary.size,
      operating: Object.fromEntries(Object.keys(operating).map(at)),
    };
  },
};

interface Path {
  readonly log_e: Record<string, number>;
  readonly sup_log_e: number;
}

interface Hedged {
  readonly log_capital?: object;
}

interface Spending {
  readonly operating: Record<string, unknown>;
}

// Cases of a million episodes carry the rounding of p0 times n.
const tolerance = (n: number | undefined, rtol: number | undefined) =>
  rtol ?? (n !== undefined && n >= 1e6 ? 1e-9 : 1e-10);

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { id, inputs, expected, rtol } of cases) {
      const received = compute(inputs, expected as never);
      const context = `case ${id}: ${JSON.stringify(inputs)}: ${JSON.stringify(received)} for ${JSON.stringify(expected)}`;
      expect(
        () => expectClose(received, expected, tolerance(inputs.n, rtol), 1e-15),
        context,
      ).not.toThrow();
    }
  });
});
