import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import {
  averageLogEValue,
  eBenjaminiHochberg,
  familyWiseLogEValues,
  logEValueOfP,
  pValueOfLogE,
} from "./e-values.ts";
import { benjaminiHochberg, benjaminiYekutieli, holm } from "./p-values.ts";

interface Inputs {
  p: number[];
  e: number[];
  alpha: number;
}

const logs = (e: number[]) => e.map((value) => Math.log(value));

const methods: Record<string, (inputs: Inputs) => unknown> = {
  "multi.holm": ({ p }) => holm(p),
  "multi.benjamini_hochberg": ({ p }) => benjaminiHochberg(p),
  "multi.benjamini_yekutieli": ({ p }) => benjaminiYekutieli(p),
  "multi.e_bh": ({ e, alpha }) => eBenjaminiHochberg(logs(e), { alpha }),
  "multi.e_average": ({ e }) => Math.exp(averageLogEValue(logs(e))),
  "multi.e_closed_mean": ({ e }) => familyWiseLogEValues(logs(e)).map(Math.exp),
};

function expectClose(received: unknown, expected: unknown): void {
  if (typeof expected === "number" && typeof received === "number") {
    expect(Math.abs(received - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  } else if (typeof expected === "object" && expected !== null) {
    const parts = Object(received);
    for (const [key, part] of Object.entries(expected)) expectClose(parts[key], part);
  } else {
    expect(received).toEqual(expected);
  }
}

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { inputs, expected } of cases) expectClose(compute(inputs), expected);
  });
});

test("four p-values by hand", () => {
  const p = [0.01, 0.04, 0.03, 0.005];
  expectClose(holm(p), [0.03, 0.06, 0.06, 0.02]);
  expectClose(benjaminiHochberg(p), [0.02, 0.04, 0.04, 0.02]);
  expectClose(benjaminiYekutieli(p), [1 / 24, 1 / 12, 1 / 12, 1 / 24]);
});

describe.each([holm, benjaminiHochberg, benjaminiYekutieli])("%o", (adjust) => {
  test("none and one", () => {
    expect(adjust([])).toEqual([]);
    expect(adjust([0.2])).toEqual([0.2]);
  });

  test("keeps the order of the values, never lowers one, and goes with a permutation", () => {
    const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(list, (p) => {
        const adjusted = adjust(p);
        expect(adjust([...p].reverse())).toEqual([...adjusted].reverse());
        p.forEach((one, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(one * (1 - 1e-15));
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (one < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
          });
        });
      }),
      { numRuns: 50 },
    );
  });
});

// mpmath 1.3.0, 40 digits: log((expm1(u) - u) / u^2) with u = -log(p).
test.each([
  [1, Math.log(0.5)],
  [0.9999999, -0.6931471472266101],
  [0.9, -0.6577172178166426],
  [0.5, -0.44836122069267487],
  [0.367879, -0.3308927978529622],
  [0.05, 0.578478018845863],
  [1e-6, 8.563911913391944],
  [1e-300, 677.6998980584054],
])("the log e-value of p = %d", (p, logE) => {
  expect(Math.abs(logEValueOfP(p) / logE - 1)).toBeLessThan(1e-14);
});

test("impossible under H0", () => {
  expect(logEValueOfP(0)).toBe(Number.POSITIVE_INFINITY);
  expect(pValueOfLogE(Number.POSITIVE_INFINITY)).toBe(0);
  expect(pValueOfLogE(Number.NEGATIVE_INFINITY)).toBe(1);
  expect(pValueOfLogE(Math.log(20))).toBeCloseTo(0.05, 15);
  const certain = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  expect(averageLogEValue(certain)).toBe(Number.POSITIVE_INFINITY);
  expect(eBenjaminiHochberg(certain, { alpha: 0.05 }).rejected).toEqual([true, false, false]);
  expect(familyWiseLogEValues(certain)).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -Math.log(2),
  ]);
});

test("the calibrator falls in p and has mean 1", () => {
  let mean = 0;
  const cells = 20_000;
  // On v = sqrt(p) the integrand is tame at 0: dp = 2 v dv.
  for (let i = 0; i < cells; i++) {
    const v = (i + 0.5) / cells;
    mean += (Math.exp(logEValueOfP(v * v)) * 2 * v) / cells;
  }
  // The tail below p, 1 / log(1/p), is slow to fill: what is missing is 1/(2 log(cells)) at most.
  expect(mean).toBeLessThan(1);
  expect(mean).toBeGreaterThan(1 - 1 / Math.log(cells));
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 0.999, noNaN: true }), (p) => {
      expect(logEValueOfP(p)).toBeGreaterThanOrEqual(logEValueOfP(p * 1.001) - 1e-15);
    }),
  );
});

test("e-values too large for a double", () => {
  expect(averageLogEValue([2000, 2000])).toBe(2000);
  expect(eBenjaminiHochberg([2000, 1, 3000], { alpha: 0.05 }).count).toBe(2);
  expect(eBenjaminiHochberg([], { alpha: 0.05 })).toEqual({ rejected: [], count: 0 });
  expect(familyWiseLogEValues([])).toEqual([]);
});

test("family-wise rejections are among those of e-BH", () => {
  const list = fc.array(fc.double({ min: -5, max: 12, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(list, (logE) => {
      const { rejected } = eBenjaminiHochberg(logE, { alpha: 0.05 });
      familyWiseLogEValues(logE).forEach((adjusted, i) => {
        expect(adjusted).toBeLessThanOrEqual(logE[i] ?? Number.NaN);
        if (adjusted >= Math.log(20) + 1e-12) expect(rejected[i]).toBe(true);
      });
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["pValues[1]", () => holm([0.1, Number.NaN])],
  ["pValues[0]", () => benjaminiHochberg([1.1])],
  ["pValues[0]", () => benjaminiYekutieli(new Array(1))],
  ["pValues", () => holm(0.1 as unknown as number[])],
  ["logEValues[0]", () => eBenjaminiHochberg([Number.NaN], { alpha: 0.05 })],
  ["alpha", () => eBenjaminiHochberg([1], { alpha: 1 })],
  ["logEValues", () => averageLogEValue([])],
  ["logEValues[1]", () => familyWiseLogEValues([0, Number.NaN])],
  ["pValue", () => logEValueOfP(-0.1)],
  ["logEValue", () => pValueOfLogE(Number.NaN)],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
