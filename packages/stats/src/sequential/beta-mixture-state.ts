import { checkAlpha, StatsArgumentError } from "../arguments.ts";
import { isSuccess, type Outcome, uniformPrior } from "./arguments.ts";
import { checkMixtureTest, type MixtureTest, mixtureLogE, mixtureWeight } from "./beta-mixture.ts";

/**
 * A beta-mixture e-process on its way: plain numbers, to be stored as JSON and taken up again.
 *
 * Read `episodes`, `successes` and `firstCrossing`; the other fields belong to the recurrence.
 * Every number that matters can be had again from counts by {@link betaMixtureLogE}.
 */
export interface BetaMixtureState extends Required<MixtureTest> {
  readonly alpha: number;
  /** Crossings and maxima count after every so many episodes. */
  readonly lookEvery: number;
  readonly episodes: number;
  readonly successes: number;
  /** The first episode (from 1) after which log E >= log(1/alpha), or null. */
  readonly firstCrossing: number | null;
  /** The counts at which E was largest; 0 and 0 while it never exceeded 1. */
  readonly peak: { readonly episodes: number; readonly successes: number } & Scaled;
  /** E, kept up to date while `live`, and a bound for its rounding error in the mantissa. */
  readonly value: Scaled & { readonly noise: number };
  readonly live: boolean;
}

/** mantissa * 2^(332 exponent), with 2^-166 <= mantissa < 2^166: no logarithm, no overflow. */
interface Scaled {
  readonly mantissa: number;
  readonly exponent: number;
}

/** What an e-process says so far. Logs are natural; anytimeP = exp(-supLogE) <= 1. */
export interface BetaMixtureSummary {
  readonly episodes: number;
  readonly successes: number;
  readonly logE: number;
  /** The largest log E so far, the 0 before the first episode included. */
  readonly supLogE: number;
  /** A p-value that holds at every stopping time: under H0, P(anytimeP ever <= u) <= u. */
  readonly anytimeP: number;
  readonly firstCrossing: number | null;
}

const logUnit = 332 * Math.LN2;
const top = 2 ** 166;
const bottom = 2 ** -166;

/**
 * Starts a beta-mixture e-process that watches for log E >= log(1/alpha), one-sided for `greater`
 * and `less`. See {@link betaMixtureLogE} for what it assumes.
 *
 * With `lookEvery` = H (1 unless given) it looks after every H episodes only. If these are one
 * episode of each of H tasks, it may be about their macro average rate m although the tasks differ:
 * each mixed-over rate q multiplies E by a round's product of terms linear in the tasks' rates,
 * whose mean is at most (1 + (m - rate)(q - rate)/(rate (1 - rate)))^H, as a geometric mean is at
 * most the arithmetic mean; under H0 that is at most 1. Between the ends of rounds it is not so.
 *
 * @throws StatsArgumentError as {@link betaMixtureLogE}, and unless 1e-30 <= alpha < 1 and
 *   lookEvery is whole from 1
 */
export function startBetaMixture(
  test: MixtureTest & { readonly alpha: number; readonly lookEvery?: number },
): BetaMixtureState {
  checkMixtureTest(test);
  checkAlpha(test.alpha);
  const { rate, alternative, alpha, prior = uniformPrior, lookEvery = 1 } = test;
  if (!Number.isSafeInteger(lookEvery) || lookEvery < 1) {
    throw new StatsArgumentError("lookEvery", "a whole number from 1", lookEvery);
  }
  const one = { mantissa: 1, exponent: 0 };
  return {
    rate,
    alternative,
    prior: { a: prior.a, b: prior.b },
    alpha,
    lookEvery,
    episodes: 0,
    successes: 0,
    firstCrossing: null,
    peak: { episodes: 0, successes: 0, ...one },
    value: { ...one, noise: 0 },
    live: true,
  };
}

/**
 * The state after more outcomes, given in the order in which they happened.
 *
 * From x^a (1 - x)^b / (a B(a, b)) = I_x(a, b) - I_x(a + 1, b) (NIST DLMF 8.17.20 and 21) follows
 * E' = (A E + s t)/((A + B) r) after a success and E' = (B E - s t)/((A + B)(1 - r)) after a
 * failure, where t = r^a (1 - r)^b / (B(a, b) times the prior mass mixed over) and s is 1 for
 * `greater`, -1 for `less` and 0 for `different`: a few multiplications an episode. The subtraction
 * can lose digits, so the error is carried along; beyond 1e-9 of E, and every 65,536 episodes, E is
 * taken from the closed form again, or left out until it can exceed 1. A crossing counts only if
 * the closed form confirms it.
 *
 * @throws StatsArgumentError unless every outcome is true, false, 1 or 0
 */
export function extendBetaMixture(
  state: BetaMixtureState,
  outcomes: readonly Outcome[],
): BetaMixtureState {
  const { rate, alternative, prior, alpha, lookEvery } = state;
  const { a, b } = prior;
  const failureRate = 1 - rate;
  const sign = alternative === "greater" ? 1 : alternative === "less" ? -1 : 0;
  const logWeight = mixtureWeight[alternative](rate, a, b);
  const shiftAt = (power: number) =>
    sign === 0 ? 0 : sign * Math.exp(-logWeight - power * logUnit);
  const nearly = (1 / alpha) * (1 - 1e-8);
  const logThreshold = -Math.log(alpha);

  let { episodes, successes, firstCrossing, live } = state;
  let { mantissa, exponent, noise } = state.value;
  let peak = state.peak;
  let peakMantissa = peak.mantissa;
  let peakExponent = peak.exponent;
  let peakEpisodes = peak.episodes;
  let peakSuccesses = peak.successes;
  let shift = shiftAt(exponent);

  for (const outcome of outcomes) {
    const total = a + b + episodes;
    let factor: number;
    let added: number;
    if (isSuccess("outcomes", outcome)) {
      factor = (a + successes) / (total * rate);
      added = shift / (total * rate);
      successes++;
    } else {
      factor = (b + episodes - successes) / (total * failureRate);
      added = -shift / (total * failureRate);
    }
    episodes++;
    if (live) {
      mantissa = mantissa * factor + added;
      noise = noise * factor + 1e-15 * Math.abs(mantissa);
      live = noise <= 1e-9 * mantissa;
    }
    // E < 1 on the side of H0: no maximum and no crossing to miss.
    if (!live && sign * (successes - episodes * rate) <= 0 && sign !== 0) continue;
    if (!live || !(mantissa >= bottom && mantissa < top) || episodes % 65_536 === 0) {
      const logE = mixtureLogE(successes, episodes, rate, alternative, prior);
      // Adding 0 turns -0, which JSON does not keep, into 0.
      exponent = Math.round(logE / logUnit) + 0;
      mantissa = Math.exp(logE - exponent * logUnit);
      noise = 1e-15 * mantissa;
      shift = shiftAt(exponent);
      live = true;
    }
    if (episodes % lookEvery !== 0) continue;
    if (exponent > peakExponent || (exponent === peakExponent && mantissa > peakMantissa)) {
      peakMantissa = mantissa;
      peakExponent = exponent;
      peakEpisodes = episodes;
      peakSuccesses = successes;
    }
    if (firstCrossing === null && (exponent > 0 || (exponent === 0 && mantissa >= nearly))) {
      const logE = mixtureLogE(successes, episodes, rate, alternative, prior);
      if (logE >= logThreshold) firstCrossing = episodes;
    }
  }
  peak = {
    episodes: peakEpisodes,
    successes: peakSuccesses,
    mantissa: peakMantissa,
    exponent: peakExponent,
  };
  const value = live ? { mantissa, exponent, noise } : { mantissa: 0, exponent: 0, noise: 0 };
  return { ...state, episodes, successes, firstCrossing, peak, value, live };
}

/**
 * What the e-process says now, from its counts by the closed form.
 *
 * With `lookEvery` above 1, logE is evidence at the end of a round only; the maximum, anytimeP and
 * the crossing never take in what was between.
 */
export function betaMixtureSummary(state: BetaMixtureState): BetaMixtureSummary {
  const { episodes, successes, firstCrossing, peak, rate, alternative, prior, lookEvery } = state;
  const logE = mixtureLogE(successes, episodes, rate, alternative, prior);
  const peakLogE = mixtureLogE(peak.successes, peak.episodes, rate, alternative, prior);
  const supLogE = Math.max(0, peakLogE, episodes % lookEvery === 0 ? logE : 0);
  return { episodes, successes, logE, supLogE, anytimeP: Math.exp(-supLogE), firstCrossing };
}
