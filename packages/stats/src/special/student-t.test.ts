import { expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import { normalUpperQuantile } from "./normal.ts";
import { studentCriticalValue } from "./student-t.ts";

// tan(pi (1 - alpha) / 2) and (1 - alpha) sqrt(2 / (alpha (2 - alpha))): the quantiles for one
// and two degrees of freedom in closed form.
test.each([0.9, 0.5, 0.05, 1e-3, 1e-9])("closed forms at alpha %d", (alpha) => {
  const one = 1 / Math.tan((Math.PI * alpha) / 2);
  const two = (1 - alpha) * Math.sqrt(2 / (alpha * (2 - alpha)));
  expect(studentCriticalValue(alpha, 1) / one).toBeCloseTo(1, 12);
  expect(studentCriticalValue(alpha, 2) / two).toBeCloseTo(1, 12);
});

// Abramowitz & Stegun 26.7.5, whose next term is of the order of df^-3.
test.each([1e6, 1e9, 1e12])("%d degrees of freedom", (df) => {
  for (const alpha of [0.9998, 0.5, 0.05, 1e-6]) {
    const z = normalUpperQuantile(alpha / 2);
    const t = z + (z ** 3 + z) / 4 / df + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 / df ** 2;
    expect(studentCriticalValue(alpha, df) / t).toBeCloseTo(1, 13);
  }
});

// Tables of Student's t: 97.5 % points.
test.each([
  [1, 12.706204736174705],
  [2, 4.302652729749464],
  [9, 2.262157162798205],
  [100, 1.9839715185235556],
])("df %i leaves 2.5 %% above %d", (df, expected) => {
  expect(studentCriticalValue(0.05, df)).toBeCloseTo(expected, 10);
});

test.skipIf(!referencePresent)("agrees with the reference table", () => {
  for (const { inputs, expected } of referenceCases<{ p: number; df: number }>("special.t_ppf")) {
    const value = studentCriticalValue(2 * (1 - inputs.p), inputs.df);
    // 1 - p is rounded for p near 1, which the table's p is not.
    expect(Math.abs(value / (expected as number) - 1)).toBeLessThan(1e-9);
  }
});
