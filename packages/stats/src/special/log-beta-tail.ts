import { betaLowerTail, betaUpperTail } from "./beta.ts";
import { stirlingRemainder } from "./stirling.ts";

/**
 * log(x^a (1 - x)^b / B(a, b)) for 0 < x < 1.
 *
 * Stirling's series turns it into a Kullback-Leibler divergence and small terms (Loader 2000,
 * "Fast and accurate computation of binomial probabilities"), so that nothing large is subtracted:
 * good to about 1e-12 absolute at a + b = 1e7, where the difference of log-gammas is good to 1e-9.
 */
export function logBetaPower(x: number, a: number, b: number): number {
  const total = a + b;
  const y = 1 - x;
  // 1 - x is y + lost exactly.
  const lost = 1 - y - x;
  const excess = a - total * x;
  const divergence =
    a * logRatio(a, total * x, excess) + b * (logRatio(b, total * y, -excess) - lost / y);
  const remainders = stirlingRemainder(a) + stirlingRemainder(b) - stirlingRemainder(total);
  // a * b as a product of roots: two counts near 2^53 are more than a double counts exactly.
  const spread = Math.log((2 * Math.PI * (total / a)) / b) / 2;
  return -(divergence + spread + remainders);
}

/** log(value / reference), given their difference. */
function logRatio(value: number, reference: number, difference: number): number {
  const relative = difference / reference;
  return Math.abs(relative) < 0.5 ? Math.log1p(relative) : Math.log(value / reference);
}

/** log of I_x(a, b) / power, with power = x^a (1 - x)^b / B(a, b). */
export function logLowerTailRatio(x: number, a: number, b: number): number {
  if (x < (a + 1) / (a + b + 2)) return logSmallTail(x, 1 - x, a, b);
  const power = logBetaPower(x, a, b);
  return logComplement(power + logSmallTail(1 - x, x, b, a)) - power;
}

/** log of (1 - I_x(a, b)) / power, with power = x^a (1 - x)^b / B(a, b). */
export function logUpperTailRatio(x: number, a: number, b: number): number {
  if (x >= (a + 1) / (a + b + 2)) return logSmallTail(1 - x, x, b, a);
  const power = logBetaPower(x, a, b);
  return logComplement(power + logSmallTail(x, 1 - x, a, b)) - power;
}

/** log I_x(a, b), also where I_x(a, b) is too small for a double. */
export function logBetaLowerTail(x: number, a: number, b: number): number {
  const power = logBetaPower(x, a, b);
  if (x < (a + 1) / (a + b + 2)) return power + logSmallTail(x, 1 - x, a, b);
  return logComplement(power + logSmallTail(1 - x, x, b, a));
}

/** log(1 - I_x(a, b)), also where that is too small for a double. */
export function logBetaUpperTail(x: number, a: number, b: number): number {
  const power = logBetaPower(x, a, b);
  if (x >= (a + 1) / (a + b + 2)) return power + logSmallTail(1 - x, x, b, a);
  return logComplement(power + logSmallTail(x, 1 - x, a, b));
}

/** log(1 - exp(log)) for log <= 0. */
function logComplement(log: number): number {
  const bounded = Math.min(0, log);
  return bounded > -Math.LN2 ? Math.log(-Math.expm1(bounded)) : Math.log1p(-Math.exp(bounded));
}

// Near the mean the fraction needs some 3 sqrt(a + b) steps. Beyond this the library is faster.
const slow = 1e9;

function logSmallTail(x: number, y: number, a: number, b: number): number {
  if (a + b > slow) {
    const tail = x <= 0.5 ? betaLowerTail(x, a, b) : betaUpperTail(y, b, a);
    if (tail > 1e-280) return Math.log(tail) - logBetaPower(x, a, b);
  }
  return Math.log(betaFraction(x, a, b) / a);
}

const tiny = 1e-300;

/**
 * The continued fraction of I_x(a, b) a / power (NIST DLMF 8.17.22), by the modified Lentz method
 * (Thompson & Barnett 1986), for x below (a + 1)/(a + b + 2).
 */
function betaFraction(x: number, a: number, b: number): number {
  const total = a + b;
  let c = 1;
  let d = 1 / keepAway(1 - (total * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 1e6; m++) {
    const at = a + 2 * m;
    const even = (m * (b - m) * x) / ((at - 1) * at);
    d = 1 / keepAway(1 + even * d);
    c = keepAway(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (total + m) * x) / (at * (at + 1));
    d = 1 / keepAway(1 + odd * d);
    c = keepAway(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 2.3e-16) return fraction;
  }
  return fraction;
}

function keepAway(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
