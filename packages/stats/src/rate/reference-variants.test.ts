import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import { binomialLogTail } from "./binomial-log-tail.ts";
import { binomialMidP } from "./binomial-mid-p.ts";
import { binomialTwoSided } from "./binomial-two-sided.ts";
import { midPInterval } from "./mid-p.ts";
import { scoreTest } from "./score-test.ts";

interface Inputs {
  k: number;
  n: number;
  alpha: number;
  p0: number;
}

const claim = ({ k, n, p0 }: Inputs) =>
  ({ successes: k, episodes: n, rate: p0, alternative: "greater" }) as const;

const methods: Record<string, (inputs: Inputs) => number[]> = {
  "ci.midp": ({ k, n, alpha }) => Object.values(midPInterval(k, n, { alpha })),
  "test.binom.greater_midp": (inputs) => [binomialMidP(claim(inputs)).pValue],
  "test.binom.log_greater": (inputs) => [binomialLogTail(claim(inputs)).logPValue],
  "test.binom.two_sided_minlike": (inputs) => [binomialTwoSided(claim(inputs)).pValue],
  "test.score_z.greater": (inputs) => {
    const { z, pValue } = scoreTest(claim(inputs));
    return [z, pValue];
  },
};

// The incomplete beta function is good to 9 digits where n is in the millions.
const tolerance = (method: string, { n }: Inputs) =>
  method === "test.binom.greater_midp" && n >= 1e6 ? 1e-9 : 1e-10;

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { inputs, expected, rtol } of cases) {
      const received = compute(inputs);
      const values = typeof expected === "number" ? [expected] : Object.values(Object(expected));
      values.forEach((value, i) => {
        const target = Number(value);
        const context = `${JSON.stringify(inputs)}: ${received[i]} for ${target}`;
        // A z of 0 is 4e-16 in the table where the rate is no binary fraction.
        const rounding = Math.abs(target) < 1e-15 ? 1e-15 : 0;
        const slack = (rtol ?? tolerance(method, inputs)) * Math.abs(target) + rounding;
        expect(Math.abs((received[i] ?? Number.NaN) - target), context).toBeLessThanOrEqual(slack);
      });
    }
  });
});
