import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../test/reference-table.ts";
import { binomialTest } from "./binomial-test.ts";
import { type IntervalMethod, rateInterval, rateLimit } from "./interval.ts";
import { criticalCount, sizeAtThreshold } from "./size.ts";

// A larger table that lives beside the repository, for those who have it.
const table = new URL("../../../../../shared/reference/stats-reference.json", import.meta.url);

interface Inputs {
  k: number;
  n: number;
  alpha: number;
  p: number;
  p0: number;
}

interface Case {
  id: number;
  method: string;
  inputs: Inputs;
  expected: unknown;
  rtol?: number;
}

const present = existsSync(table);
const cases: Case[] = present ? JSON.parse(readFileSync(table, "utf8")).cases : [];

function interval(method: IntervalMethod, { k, n, alpha }: Inputs): [number, number] {
  if (Number.isInteger(k) && Number.isInteger(n)) {
    const { lower, upper } = rateInterval(method, k, n, { alpha });
    return [lower, upper];
  }
  // Effective counts of clustered episodes are not part of the public functions yet.
  return [rateLimit(method, "lower", k, n, alpha / 2), rateLimit(method, "upper", k, n, alpha / 2)];
}

function pValue(alternative: "greater" | "less", { k, n, p0 }: Inputs): number {
  return binomialTest({ successes: k, episodes: n, rate: p0, alternative }).pValue;
}

const methods: Record<string, (inputs: Inputs) => unknown> = {
  "ci.wilson": (inputs) => interval("wilson", inputs),
  "ci.wilson_cc": (inputs) => interval("wilson_cc", inputs),
  "ci.clopper_pearson": (inputs) => interval("clopper_pearson", inputs),
  "ci.jeffreys": (inputs) => interval("jeffreys", inputs),
  "ci.agresti_coull": (inputs) => interval("agresti_coull", inputs),
  "bound.lower.wilson": ({ k, n, alpha }) => rateLimit("wilson", "lower", k, n, alpha),
  "bound.lower.clopper_pearson": ({ k, n, alpha }) =>
    rateLimit("clopper_pearson", "lower", k, n, alpha),
  "test.binom.greater": (inputs) => pValue("greater", inputs),
  "test.binom.less": (inputs) => pValue("less", inputs),
  // One-sided: all of the table's alpha is on the side that decides.
  "size.one_sided_wilson": ({ n, p, alpha }) =>
    sizeAtThreshold({
      method: "wilson",
      episodes: n,
      threshold: p,
      alpha: 2 * alpha,
      direction: "above",
    }),
  "plan.exact_critical_k": ({ n, p0, alpha }) => {
    const rule = {
      method: "clopper_pearson",
      episodes: n,
      threshold: p0,
      alpha: 2 * alpha,
      direction: "above",
    } as const;
    return { kcrit: criticalCount(rule), actual_alpha: sizeAtThreshold(rule) };
  },
};

// The incomplete beta function is good to 9 digits where a + b is in the millions.
const tolerance = ({ method, inputs, rtol }: Case) =>
  rtol ?? (method.startsWith("test.binom.") && inputs.n >= 1e6 ? 1e-9 : 1e-10);

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!present)("agrees with every case of the table", () => {
    const own = cases.filter((each) => each.method === method);
    expect(own.length).toBeGreaterThan(0);
    for (const each of own) {
      const context = `case ${each.id}: ${JSON.stringify(each.inputs)}`;
      expect(
        () => expectClose(compute(each.inputs), each.expected, tolerance(each)),
        context,
      ).not.toThrow();
    }
  });
});
