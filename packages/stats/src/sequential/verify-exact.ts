import { checkChoice, checkCounts, StatsArgumentError } from "../arguments.ts";
import { type MixtureAlternative, mixtureAlternatives } from "./beta-mixture.ts";

/** A rational number between 0 and 1, such as 4/5 for 0.8. */
export interface Fraction {
  readonly numerator: number | bigint;
  readonly denominator: number | bigint;
}

/** A look at a beta-mixture e-process, all in whole numbers. */
export interface ExactLook {
  readonly successes: number;
  /** At most 20,000. */
  readonly episodes: number;
  readonly rate: Fraction;
  readonly alpha: Fraction;
  readonly alternative: MixtureAlternative;
  /** Whole parameters from 1 to 1000; 1 and 1 unless given. */
  readonly prior?: { readonly a: number; readonly b: number };
}

/**
 * Whether E >= 1/alpha holds at this look, in whole numbers of any size: no floating point, no
 * rounding, so that anyone can check a claimed crossing.
 *
 * With whole a and b the tails of the beta distribution are binomial sums, and
 * E = (A-1)! (B-1)! (a+b-1)! S(A, B) / ((A+B-1)! (a-1)! (b-1)! S(a, b) p^k q^f) for a rate p/(p+q),
 * A = a + k, B = b + f and S(A, B) = sum over j of C(A+B-1, j) p^j q^(A+B-1-j), for `greater` from
 * 0 to A - 1, for `less` from A to A+B-1, and for `different` over both, (p+q)^(A+B-1).
 *
 * Source: {@link betaMixtureLogE} with NIST DLMF 8.17.5. It is about the *exact* fractions: the
 * double 0.8 is not 4/5, though they differ in nothing but ties.
 *
 * Assumes what {@link betaMixtureLogE} does. The cost grows with the square of the episodes.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 20000 are whole, both fractions
 *   lie above 0 and below 1, the alternative is known and the prior is whole from 1 to 1000
 */
export function verifyExact(look: ExactLook): { readonly reached: boolean } {
  const { successes, episodes, alternative, prior = { a: 1, b: 1 } } = look;
  checkCounts(successes, episodes);
  if (episodes > 20_000) throw new StatsArgumentError("episodes", "at most 20000", episodes);
  checkChoice("alternative", alternative, mixtureAlternatives);
  for (const [name, value] of [["prior.a", prior.a] as const, ["prior.b", prior.b] as const]) {
    if (!Number.isInteger(value) || value < 1 || value > 1000) {
      throw new StatsArgumentError(name, "a whole number from 1 to 1000", value);
    }
  }
  const rate = parts("rate", look.rate);
  const alpha = parts("alpha", look.alpha);
  const [p, q] = [rate.numerator, rate.denominator - rate.numerator];

  const a = prior.a + successes;
  const b = prior.b + episodes - successes;
  // (a + b - 1)! / ((a - 1)! (b - 1)!) = C(a + b - 1, a) a, for prior and posterior.
  const before = choose(prior.a + prior.b - 1, prior.a) * BigInt(prior.a);
  const after = choose(a + b - 1, a) * BigInt(a);
  const posterior = mass(alternative, a, b, p, q);
  const uncut = mass(alternative, prior.a, prior.b, p, q);
  const likelihood = p ** BigInt(successes) * q ** BigInt(episodes - successes);
  const top = before * posterior * alpha.numerator;
  return { reached: top >= after * uncut * likelihood * alpha.denominator };
}

/** S(a, b) above. */
function mass(alternative: MixtureAlternative, a: number, b: number, p: bigint, q: bigint): bigint {
  const trials = a + b - 1;
  const all = (p + q) ** BigInt(trials);
  if (alternative === "different") return all;
  let term = q ** BigInt(trials);
  let sum = 0n;
  for (let j = 0; j < a; j++) {
    sum += term;
    // C(n, j + 1) = C(n, j) (n - j)/(j + 1), so the division leaves nothing.
    term = (term * BigInt(trials - j) * p) / (BigInt(j + 1) * q);
  }
  return alternative === "greater" ? sum : all - sum;
}

function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let j = 1; j <= Math.min(k, n - k); j++) result = (result * BigInt(n - j + 1)) / BigInt(j);
  return result;
}

function parts(argument: string, { numerator, denominator }: Fraction) {
  for (const value of [numerator, denominator]) {
    if (typeof value !== "bigint" && !Number.isSafeInteger(value)) {
      throw new StatsArgumentError(argument, "a fraction of whole numbers", value);
    }
  }
  const fraction = { numerator: BigInt(numerator), denominator: BigInt(denominator) };
  if (!(fraction.numerator > 0n && fraction.numerator < fraction.denominator)) {
    const written = `${fraction.numerator}/${fraction.denominator}`;
    throw new StatsArgumentError(argument, "a fraction above 0 and below 1", written);
  }
  return fraction;
}
