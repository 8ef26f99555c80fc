import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import { bonferroni, hochberg, hommel } from "./family-wise.ts";
import { fisherCombine } from "./fisher-combine.ts";
import { holm } from "./p-values.ts";

interface Inputs {
  p: number[];
}

const methods: Record<string, (p: number[]) => number[]> = {
  "multi.bonferroni": bonferroni,
  "multi.hochberg": hochberg,
  "multi.hommel": hommel,
  "multi.fisher_combine": (p) => [fisherCombine(p).pValue],
};

function expectClose(received: readonly number[], expected: readonly number[], rtol: number): void {
  expect(received).toHaveLength(expected.length);
  received.forEach((value, i) => {
    const target = expected[i] ?? Number.NaN;
    expect(Math.abs(value - target)).toBeLessThanOrEqual(rtol * target);
  });
}

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { inputs, expected, rtol } of cases) {
      expectClose(compute(inputs.p), [expected].flat() as number[], rtol ?? 1e-12);
    }
  });
});

const list = (maxLength: number) =>
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength });

/** The definition: the largest Simes p-value of all sets that hold each value. */
function closedSimes(p: readonly number[]): number[] {
  const largest = [...p];
  for (let set = 1; set < 2 ** p.length; set++) {
    const places = p.map((_, i) => i).filter((i) => (set >> i) & 1);
    const values = places.map((i) => p[i] ?? 1).sort((one, other) => one - other);
    const simes = Math.min(...values.map((value, j) => (values.length * value) / (j + 1)));
    for (const i of places) largest[i] = Math.max(largest[i] ?? 0, simes);
  }
  return largest;
}

test("Hommel is the closed test of Simes", () => {
  fc.assert(
    fc.property(list(7), (p) => expectClose(hommel(p), closedSimes(p), 1e-14)),
    { numRuns: 60 },
  );
});

test("Hommel, Hochberg, Holm, Bonferroni: each is at most the next", () => {
  fc.assert(
    fc.property(list(25), (p) => {
      const [sharpest, sharper, sharp, plain] = [hommel(p), hochberg(p), holm(p), bonferroni(p)];
      p.forEach((own, i) => {
        const rising = [own, sharpest[i], sharper[i], sharp[i], plain[i], 1];
        for (let j = 1; j < rising.length; j++) {
          expect(rising[j - 1]).toBeLessThanOrEqual((rising[j] ?? Number.NaN) * (1 + 1e-14));
        }
      });
    }),
    { numRuns: 60 },
  );
});

test("none and one", () => {
  for (const adjust of [bonferroni, hochberg, hommel]) {
    expect(adjust([])).toEqual([]);
    expect(adjust([0.2])).toEqual([0.2]);
  }
});

describe("Fisher's combination", () => {
  test("one p-value is itself, certain ones say nothing, 0 decides", () => {
    expect(fisherCombine([0.05]).pValue).toBeCloseTo(0.05, 16);
    expect(fisherCombine([1, 1, 1]).pValue).toBe(1);
    expect(fisherCombine([0.5, 0]).pValue).toBe(0);
  });

  test("two p-values in closed form", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-140, max: 1, noNaN: true }),
        fc.double({ min: 1e-140, max: 1, noNaN: true }),
        (p, q) => {
          const closed = p * q * (1 - Math.log(p) - Math.log(q));
          expect(fisherCombine([p, q]).pValue / closed).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 60 },
    );
  });

  // mpmath 1.2.1, 50 digits: the regularised upper incomplete gamma function.
  test.each([
    [0.4, 1000, 0.9966781634540732],
    [0.9, 5, 0.9997814084639027],
    [0.01, 50, 1.1688069514098604e-47],
    [1e-5, 200, 0],
  ])("%d, %i times", (p, times, expected) => {
    const { pValue } = fisherCombine(new Array(times).fill(p));
    expect(Math.abs(pValue - expected)).toBeLessThanOrEqual(1e-12 * expected);
  });
});

test.each([
  ["pValues[1]", () => bonferroni([0.1, Number.NaN])],
  ["pValues[0]", () => hochberg([1.1])],
  ["pValues[0]", () => hommel(new Array(1))],
  ["pValues", () => hommel(0.1 as unknown as number[])],
  ["pValues", () => fisherCombine([])],
  ["pValues[2]", () => fisherCombine([0.1, 0.2, -0.1])],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
