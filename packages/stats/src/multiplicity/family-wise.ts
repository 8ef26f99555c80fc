import { checkPValues, risingOrder } from "./checked-p-values.ts";

/**
 * Bonferroni's adjusted p-values, in the order given: m p, at most 1. Claims with an adjusted
 * p-value of at most alpha can all be made together: the probability that one or more of them is
 * false is at most alpha.
 *
 * Source: Dunn (1961), JASA 56, 52-64. An empty list gives an empty one.
 *
 * Assumes valid p-values, with any dependence between them, and that every test that was made is
 * in the list. {@link holm} assumes the same and is never larger; this one lets each claim be
 * checked without the other p-values.
 *
 * @throws StatsArgumentError unless every value is from 0 to 1, named as in `pValues[2]`
 */
export function bonferroni(pValues: readonly number[]): number[] {
  checkPValues(pValues);
  return pValues.map((p) => Math.min(1, pValues.length * p));
}

/**
 * Hochberg's adjusted p-values, in the order given: min over j >= i of (m - j + 1) p_(j). They
 * bound the probability of one or more false claims, as {@link holm} does, and are never larger.
 *
 * Source: Hochberg (1988), Biometrika 75, 800-802. An empty list gives an empty one.
 *
 * Assumes valid p-values for which Simes's inequality holds: independent ones, or positively
 * dependent (Sarkar 1998, Annals of Statistics 26, 494-504). Without that use {@link holm}.
 *
 * @throws StatsArgumentError unless every value is from 0 to 1, named as in `pValues[2]`
 */
export function hochberg(pValues: readonly number[]): number[] {
  checkPValues(pValues);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let smallest = 1;
  risingOrder(pValues)
    .reverse()
    .forEach((place, larger) => {
      smallest = Math.min(smallest, (larger + 1) * (pValues[place] ?? 1));
      adjusted[place] = smallest;
    });
  return adjusted;
}

/**
 * Hommel's adjusted p-values, in the order given: the largest Simes p-value, min over j of
 * s p_(j) / j, of all sets of s values that hold this one. They bound the probability of one or
 * more false claims, and are never larger than those of {@link hochberg}.
 *
 * Source: Hommel (1988), Biometrika 75, 383-386; as adjusted p-values Wright (1992), Biometrics 48,
 * 1005-1013. An empty list gives an empty one; the work grows with the square of its length.
 *
 * Assumes what {@link hochberg} assumes.
 *
 * @throws StatsArgumentError unless every value is from 0 to 1, named as in `pValues[2]`
 */
export function hommel(pValues: readonly number[]): number[] {
  checkPValues(pValues);
  const order = risingOrder(pValues);
  const rising = order.map((place) => pValues[place] ?? 1);
  const largest = [...rising];
  // Of the sets of one size that hold a value, its Simes p-value is largest with the largest
  // others.
  for (let size = 2; size <= rising.length; size++) {
    const start = rising.length - size;
    let others = 1;
    for (let j = 2; j <= size; j++) {
      others = Math.min(others, (size * (rising[start + j - 1] ?? 1)) / j);
    }
    const among = Math.min(others, size * (rising[start] ?? 1));
    rising.forEach((p, rank) => {
      const simes = rank > start ? among : Math.min(others, size * p);
      largest[rank] = Math.max(largest[rank] ?? 0, simes);
    });
  }
  const adjusted = new Array<number>(pValues.length).fill(1);
  order.forEach((place, rank) => {
    adjusted[place] = largest[rank] ?? 1;
  });
  return adjusted;
}
