import { checkPValues } from "./checked-p-values.ts";

/**
 * Holm's adjusted p-values, in the order given: max over j <= i of (m - j + 1) p_(j), at most 1.
 * Claims with an adjusted p-value of at most alpha can all be made together: the probability that
 * one or more of them is false is at most alpha.
 *
 * Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70. An empty list gives an empty
 * one.
 *
 * Assumes valid p-values, with any dependence between them, and that every test that was made is
 * in the list.
 *
 * @throws StatsArgumentError unless every value is from 0 to 1, named as in `pValues[2]`
 */
export function holm(pValues: readonly number[]): number[] {
  const size = pValues.length;
  let largest = 0;
  return inRankOrder(pValues, (p, rank) => {
    largest = Math.max(largest, Math.min(1, (size - rank) * p));
    return largest;
  });
}

/**
 * Benjamini and Hochberg's adjusted p-values, in the order given: min over j >= i of m p_(j) / j.
 * Of the claims with an adjusted p-value of at most alpha, the expected share of false ones is at
 * most alpha. That is weaker than {@link holm}: use it to sift many, not to prove one.
 *
 * Source: Benjamini & Hochberg (1995), JRSS B 57, 289-300. An empty list gives an empty one.
 *
 * Assumes independent p-values, or positive regression dependence (Benjamini & Yekutieli 2001);
 * without that use {@link benjaminiYekutieli}. Comparisons that share an arm can break it.
 *
 * @throws StatsArgumentError unless every value is from 0 to 1, named as in `pValues[2]`
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  return stepUp(pValues, 1);
}

/**
 * Benjamini and Yekutieli's adjusted p-values, in the order given: those of
 * {@link benjaminiHochberg} times 1 + 1/2 + ... + 1/m, at most 1. They bound the expected share of
 * false claims under any dependence.
 *
 * Source: Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165-1188, theorem 1.3. An empty
 * list gives an empty one.
 *
 * @throws StatsArgumentError unless every value is from 0 to 1, named as in `pValues[2]`
 */
export function benjaminiYekutieli(pValues: readonly number[]): number[] {
  let harmonic = 0;
  for (let rank = pValues.length; rank >= 1; rank--) harmonic += 1 / rank;
  return stepUp(pValues, harmonic);
}

function stepUp(pValues: readonly number[], factor: number): number[] {
  const size = pValues.length;
  let smallest = 1;
  return inRankOrder(
    pValues,
    (p, rank) => {
      smallest = Math.min(smallest, ((factor * size) / (rank + 1)) * p);
      return smallest;
    },
    "from the largest",
  );
}

/** Adjusts each value given its rank (0 for the smallest), and puts the results back in place. */
function inRankOrder(
  pValues: readonly number[],
  adjust: (p: number, rank: number) => number,
  walk: "from the smallest" | "from the largest" = "from the smallest",
): number[] {
  checkPValues(pValues);
  const ranked = pValues
    .map((p, index) => ({ p, index }))
    .sort((one, other) => one.p - other.p)
    .map((entry, rank) => ({ ...entry, rank }));
  if (walk === "from the largest") ranked.reverse();
  const adjusted = new Array<number>(pValues.length).fill(1);
  for (const { p, index, rank } of ranked) adjusted[index] = adjust(p, rank);
  return adjusted;
}
