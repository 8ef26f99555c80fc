import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import type { Interval } from "../rate/interval.ts";
import { barnardTest, boschlooTest, exactNonInferiority } from "./exact-test.ts";
import { mcnemarTest } from "./mcnemar.ts";
import { agrestiCaffoDifference, newcombeDifference } from "./newcombe.ts";
import { bonettPriceDifference, newcombePairedDifference } from "./newcombe-paired.ts";
import { miettinenNurminenDifference, scoreNonInferiority } from "./score.ts";
import { fisherOrder } from "./table-order.ts";
import { tangoDifference, tangoNonInferiority } from "./tango.ts";

interface Inputs {
  k1: number;
  n1: number;
  k2: number;
  n2: number;
  n11: number;
  n10: number;
  n01: number;
  n00: number;
  alpha: number;
  margin: number;
}

const a = ({ k1, n1 }: Inputs) => ({ successes: k1, episodes: n1 });
const b = ({ k2, n2 }: Inputs) => ({ successes: k2, episodes: n2 });
const pairs = ({ n11, n10, n01, n00 }: Inputs) => ({
  both: n11,
  onlyA: n10,
  onlyB: n01,
  neither: n00,
});
const ends = ({ lower, upper }: Interval) => [lower, upper];
const score = ({ z, pValue }: { z: number; pValue: number }) => [z, pValue];

function fisher({ k1, n1, k2, n2 }: Inputs): number {
  const { numerator, denominator } = fisherOrder(n1, n2)(k1, k2);
  return Number((-numerator * 10n ** 40n) / denominator) / 1e40;
}

const methods: Record<string, (inputs: Inputs) => number[]> = {
  "diff.newcombe": (i) => ends(newcombeDifference(a(i), b(i), i)),
  "diff.newcombe_cc": (i) => ends(newcombeDifference(a(i), b(i), { ...i, continuity: true })),
  "diff.miettinen_nurminen": (i) => ends(miettinenNurminenDifference(a(i), b(i), i)),
  "diff.mee": (i) => ends(miettinenNurminenDifference(a(i), b(i), { ...i, variance: "mee" })),
  "diff.agresti_caffo": (i) => ends(agrestiCaffoDifference(a(i), b(i), i)),
  "noninf.score.miettinen_nurminen": (i) => score(scoreNonInferiority(a(i), b(i), i)),
  "noninf.score.farrington_manning": (i) =>
    score(scoreNonInferiority(a(i), b(i), { ...i, variance: "mee" })),
  "test.fisher.greater": (i) => [fisher(i)],
  "test.boschloo.greater": (i) => [boschlooTest(a(i), b(i), { alternative: "greater" }).pValue],
  "test.barnard.greater.pooled": (i) => [
    barnardTest(a(i), b(i), { alternative: "greater" }).pValue,
  ],
  "test.barnard.greater.unpooled": (i) => [
    barnardTest(a(i), b(i), { alternative: "greater", pooled: false }).pValue,
  ],
  "noninf.exact_unconditional_score": (i) => [exactNonInferiority(a(i), b(i), i).pValue],
  "paired.mcnemar_exact.two_sided": (i) => [mcnemarTest(pairs(i)).twoSided],
  "paired.mcnemar_exact.greater": (i) => [mcnemarTest(pairs(i)).greater],
  "paired.mcnemar_midp.two_sided": (i) => [mcnemarTest(pairs(i)).midP],
  "paired.tango": (i) => ends(tangoDifference(pairs(i), i)),
  "paired.noninf_tango": (i) => score(tangoNonInferiority(pairs(i), i)),
  "paired.newcombe10": (i) => ends(newcombePairedDifference(pairs(i), i)),
  "paired.bonett_price": (i) => ends(bonettPriceDifference(pairs(i), i)),
};

function flatten(expected: unknown): number[] {
  return typeof expected === "number" ? [expected] : Object.values(Object(expected));
}

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { inputs, expected } of cases) {
      const received = compute(inputs);
      flatten(expected).forEach((value, i) => {
        // Ours is cut to [-1, 1], the table's is not.
        const target = method === "diff.agresti_caffo" ? Math.min(1, Math.max(-1, value)) : value;
        // A z of 0 is 5e-17 in the table where the margin is no binary fraction.
        const slack = 1e-10 * Math.abs(target) + (target < 1e-15 ? 1e-16 : 0);
        const context = `${JSON.stringify(inputs)}: ${received[i]} for ${target}`;
        expect(Math.abs((received[i] ?? Number.NaN) - target), context).toBeLessThanOrEqual(slack);
      });
    }
  });
});
