/** 97.5 % quantile of the normal distribution. */
export const z95 = 1.959963984540054;

/** Wilson's 95 % score interval without continuity correction (Wilson 1927, JASA 22: 209-212). */
export function wilson(k: number, n: number): [lower: number, upper: number] {
  const centre = k + z95 ** 2 / 2;
  const half = z95 * Math.sqrt((k * (n - k)) / n + z95 ** 2 / 4);
  const weight = n + z95 ** 2;
  return [Math.max(0, (centre - half) / weight), Math.min(1, (centre + half) / weight)];
}
