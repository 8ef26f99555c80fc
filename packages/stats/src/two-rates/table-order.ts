/**
 * A rule that says which of two outcomes speaks more for the first arm, as exact fractions: larger
 * is more extreme. Floating point loses ties here, and with them up to a tenth of the p-value.
 */
export type TableOrder = (x1: number, x2: number) => Fraction;

/** numerator / denominator, with denominator >= 0; n/0 is infinite with the sign of n. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function isAtLeast(one: Fraction, other: Fraction): boolean {
  return one.numerator * other.denominator >= other.numerator * one.denominator;
}

/**
 * By Fisher's one-sided p-value, the hypergeometric P(X1 >= x1 | x1 + x2), negated so that a
 * smaller p-value is larger.
 */
export function fisherOrder(first: number, second: number): TableOrder {
  const [ones, twos] = [chooseAll(first), chooseAll(second)];
  const all = chooseAll(first + second);
  return (x1, x2) => {
    const sum = x1 + x2;
    let tail = 0n;
    for (let x = x1; x <= Math.min(first, sum); x++) {
      tail += (ones[x] ?? 0n) * (twos[sum - x] ?? 0n);
    }
    return { numerator: -tail, denominator: all[sum] ?? 1n };
  };
}

/**
 * By the signed square of the Wald statistic: difference of rates squared over its variance, with
 * the rates' pooled or separate estimate. Factors that all outcomes share are left out.
 */
export function waldOrder(first: number, second: number, pooled: boolean): TableOrder {
  const [n1, n2] = [BigInt(first), BigInt(second)];
  return (x1, x2) => {
    const [k1, k2] = [BigInt(x1), BigInt(x2)];
    const difference = k1 * n2 - k2 * n1;
    if (difference === 0n) return { numerator: 0n, denominator: 1n };
    const sum = k1 + k2;
    const variance = pooled
      ? sum * (n1 + n2 - sum)
      : k1 * (n1 - k1) * n2 ** 3n + k2 * (n2 - k2) * n1 ** 3n;
    const square = difference * difference;
    return { numerator: difference < 0n ? -square : square, denominator: variance };
  };
}

/** n choose k for k = 0..n. */
function chooseAll(n: number): bigint[] {
  const row = [1n];
  let value = 1n;
  for (let k = 1; k <= n; k++) {
    value = (value * BigInt(n - k + 1)) / BigInt(k);
    row.push(value);
  }
  return row;
}
