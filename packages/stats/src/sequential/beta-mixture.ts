import { checkChoice, checkCounts } from "../arguments.ts";
import { logBetaPower, logLowerTailRatio, logUpperTailRatio } from "../special/log-beta-tail.ts";
import { type BetaPrior, checkOpenRate, checkPrior, uniformPrior } from "./arguments.ts";

/**
 * What an e-process looks for in the true rate p, against the null hypothesis that it is not so:
 * - `greater`: H0 is p <= rate.
 * - `less`: H0 is p >= rate.
 * - `different`: H0 is p = rate.
 */
export const mixtureAlternatives = ["greater", "less", "different"] as const;

/** One of {@link mixtureAlternatives}. */
export type MixtureAlternative = (typeof mixtureAlternatives)[number];

/** The test that a beta-mixture e-process makes. Fix it before the first episode. */
export interface MixtureTest {
  /** The rate that it tests, above 0 and below 1. A given constant: not itself an estimate. */
  readonly rate: number;
  readonly alternative: MixtureAlternative;
  /** Beta(1, 1) unless given. */
  readonly prior?: BetaPrior;
}

/**
 * The natural log of the beta-mixture e-value after `successes` in `episodes`.
 *
 * With A = a + successes, B = b + failures and r = rate,
 * log E = log B(A, B)/B(a, b) - successes log r - failures log(1 - r), to which `greater` adds
 * log[1 - I_r(A, B)] - log[1 - I_r(a, b)] and `less` log I_r(A, B) - log I_r(a, b): the prior is
 * cut to the rates that contradict H0. Uncut it would test p = rate only, and grow under p < rate.
 * Without episodes log E is 0.
 *
 * Under H0 the probability that log E *ever* reaches log(1/alpha), however often one looks, is
 * at most alpha (Ville 1939). Report it as evidence: E = 20 is what alpha = 0.05 needs.
 *
 * Source: Robbins (1970), Ann. Math. Statist. 41, 1397-1409, for the mixture; Ramdas, Grunwald,
 * Vovk & Shafer (2023), Statist. Sci. 38, 576-601, for e-processes of composite hypotheses.
 *
 * Assumes that every episode's success probability given all earlier ones obeys H0, whatever
 * decides which episode comes next; so tasks of different difficulty must not be run one after
 * the other (see {@link sequentialRate}). Assumes that rate, alternative and prior were fixed
 * beforehand. Good to 1e-10 up to 1e5 episodes and to 1e-9 at 1e7.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1 are whole,
 *   0 < rate < 1, the alternative is known and both prior parameters lie from 1e-3 to 1e9
 */
export function betaMixtureLogE(
  successes: number,
  episodes: number,
  { rate, alternative, prior = uniformPrior }: MixtureTest,
): number {
  checkCounts(successes, episodes);
  checkMixtureTest({ rate, alternative, prior });
  return mixtureLogE(successes, episodes, rate, alternative, prior);
}

/** Throws unless the test is one that {@link betaMixtureLogE} can make. */
export function checkMixtureTest({ rate, alternative, prior = uniformPrior }: MixtureTest): void {
  checkOpenRate("rate", rate);
  checkChoice("alternative", alternative, mixtureAlternatives);
  checkPrior(prior);
}

/** {@link betaMixtureLogE} with trusted arguments. */
export function mixtureLogE(
  successes: number,
  episodes: number,
  rate: number,
  alternative: MixtureAlternative,
  { a, b }: BetaPrior,
): number {
  if (episodes === 0) return 0;
  const weight = mixtureWeight[alternative];
  return weight(rate, a + successes, b + episodes - successes) - weight(rate, a, b);
}

/**
 * log of the mass that Beta(a, b) gives the rates mixed over, less log of r^a (1 - r)^b / B(a, b).
 *
 * The power cancels what the likelihood under H0 adds, so that the e-value is the posterior's
 * weight over the prior's.
 */
export const mixtureWeight: Readonly<
  Record<MixtureAlternative, (rate: number, a: number, b: number) => number>
> = {
  greater: logUpperTailRatio,
  less: logLowerTailRatio,
  different: (rate, a, b) => -logBetaPower(rate, a, b),
};
