import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import { logBeta } from "../special/gamma.ts";
import { betaBinomialFit } from "./beta-binomial.ts";
import type { ClusterCounts } from "./clusters.ts";

const clustersOf = (k: readonly number[], n: readonly number[]): readonly ClusterCounts[] =>
  k.map((successes, at) => ({ successes, episodes: n[at] ?? Number.NaN }));

test.skipIf(!referencePresent)("agrees with every case of the table", () => {
  const cases = referenceCases<{ k: number[]; n: number[] }>("cluster.beta_binomial_mle");
  expect(cases.length).toBeGreaterThan(0);
  for (const { id, inputs, expected } of cases) {
    const fit = betaBinomialFit(clustersOf(inputs.k, inputs.n));
    const { mu, rho, loglik_kernel } = expected as Record<string, number>;
    // The table has them from a simplex search, good to 1e-5 as it says.
    expect((fit?.mean ?? 0) / (mu ?? 0), `case ${id}`).toBeCloseTo(1, 5);
    expect((fit?.icc ?? 0) / (rho ?? 0), `case ${id}`).toBeCloseTo(1, 5);
    expect(fit?.logLikelihood).toBeCloseTo(loglik_kernel ?? 0, 8);
  }
});

/** The kernel by beta functions, which the fit does not use. */
function kernel(clusters: readonly ClusterCounts[], mean: number, icc: number): number {
  const size = (1 - icc) / icc;
  const [a, b] = [mean * size, (1 - mean) * size];
  return clusters.reduce(
    (sum, { successes: k, episodes: n }) => sum + logBeta(a + k, b + n - k) - logBeta(a, b),
    0,
  );
}

describe.each([
  [[46, 43, 39, 48, 2, 32, 49, 49, 49, 29], 50],
  [[0, 0, 0, 1, 50], 50],
  [[499, 500, 500, 500, 1], 500],
  [[3, 5], 10_000],
])("%j of %i each", (k, n) => {
  test("is a maximum", () => {
    const clusters = clustersOf(
      k,
      k.map(() => n),
    );
    const fit = betaBinomialFit(clusters);
    if (fit === null) throw new Error("no fit");
    if (fit.icc === 0) {
      expect(kernel(clusters, fit.mean, 1e-5)).toBeLessThan(fit.logLikelihood);
      return;
    }
    const best = kernel(clusters, fit.mean, fit.icc);
    expect(best).toBeCloseTo(fit.logLikelihood, 7);
    for (const factor of [0.99, 1.01]) {
      expect(kernel(clusters, fit.mean * factor, fit.icc)).toBeLessThan(best);
      expect(kernel(clusters, fit.mean, fit.icc * factor)).toBeLessThan(best);
    }
  });
});

test("no excess spread is a correlation of 0", () => {
  const fit = betaBinomialFit(clustersOf([8, 8, 8, 8], [10, 10, 10, 10]));
  expect(fit).toMatchObject({ mean: 0.8, icc: 0 });
  expect(fit?.logLikelihood).toBeCloseTo(32 * Math.log(0.8) + 8 * Math.log(0.2), 12);
});

test("no inner maximum", () => {
  expect(betaBinomialFit(clustersOf([10, 10], [10, 10]))).toBeNull();
  expect(betaBinomialFit(clustersOf([10, 0, 10], [10, 10, 10]))).toBeNull();
});

test("refuses more episodes than it can count through", () => {
  expect(() => betaBinomialFit(clustersOf([1], [2_000_000]))).toThrow(
    expect.objectContaining({ argument: "clusters[0].episodes" }),
  );
});
