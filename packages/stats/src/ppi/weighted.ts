/** A value that occurred `weight` times. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** A true outcome with its prediction, as often as it occurred. */
export interface WeightedPair {
  readonly outcome: number;
  readonly prediction: number;
  readonly weight: number;
}

export function weightOf(items: readonly { readonly weight: number }[]): number {
  return items.reduce((sum, { weight }) => sum + weight, 0);
}

export function meanOf(items: readonly Weighted[]): number {
  return items.reduce((sum, { value, weight }) => sum + value * weight, 0) / weightOf(items);
}

/** Sum of squares around the mean, over the number of values less `ddof`. */
export function varianceOf(items: readonly Weighted[], ddof: number): number {
  const mean = meanOf(items);
  const squares = items.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0);
  return squares / (weightOf(items) - ddof);
}

/** Sum of products around the means, over the number of pairs. */
export function covarianceOf(pairs: readonly WeightedPair[]): number {
  const outcomes = meanOf(outcomesOf(pairs));
  const predictions = meanOf(predictionsOf(pairs));
  const products = pairs.reduce(
    (sum, { outcome, prediction, weight }) =>
      sum + weight * (outcome - outcomes) * (prediction - predictions),
    0,
  );
  return products / weightOf(pairs);
}

export function outcomesOf(pairs: readonly WeightedPair[]): readonly Weighted[] {
  return pairs.map(({ outcome, weight }) => ({ value: outcome, weight }));
}

export function predictionsOf(pairs: readonly WeightedPair[]): readonly Weighted[] {
  return pairs.map(({ prediction, weight }) => ({ value: prediction, weight }));
}

/** outcome - lambda prediction of every pair. */
export function residualsOf(pairs: readonly WeightedPair[], lambda: number): readonly Weighted[] {
  return pairs.map(({ outcome, prediction, weight }) => ({
    value: outcome - lambda * prediction,
    weight,
  }));
}
