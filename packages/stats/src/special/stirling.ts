import { logGamma } from "./gamma.ts";

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/**
 * log Gamma(z) less Stirling's (z - 1/2) log z - z + log(2 pi)/2, for z > 0.
 *
 * NIST DLMF 5.11.1. From 10 up the first eight terms leave less than 1e-16.
 */
export function stirlingRemainder(z: number): number {
  if (z < 10) return logGamma(z) - ((z - 0.5) * Math.log(z) - z + halfLogTwoPi);
  const s = 1 / (z * z);
  const high = 1 / 1188 - s * (691 / 360360 - s * (1 / 156 - s * (3617 / 122400)));
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * high)))) / z;
}
