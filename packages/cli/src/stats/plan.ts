import type { Outcome } from "../output.ts";
import { lines, percent, readRate, usage, withStats } from "./numbers.ts";

/** Arguments of `stats plan`. */
export interface StatsPlanArgs {
  readonly claim: string;
  readonly true: string;
  readonly power: string;
  readonly alpha: string;
}

/** `stats plan --claim 0.8 --true 0.9`: how many episodes a claim needs to be decidable. */
export async function statsPlan(args: StatsPlanArgs): Promise<Outcome> {
  const threshold = readRate("claim", args.claim);
  const trueRate = readRate("true", args.true);
  const power = readRate("power", args.power);
  // --alpha is that of the two-sided interval everywhere; the test spends half of it on a side.
  const alpha = readRate("alpha", args.alpha) / 2;
  if (threshold === trueRate) {
    throw usage("--claim and --true are equal", "no number of episodes tells a rate from itself");
  }
  const direction = trueRate > threshold ? ("above" as const) : ("below" as const);
  return withStats((stats) => {
    const { first, stable } = stats.episodesForClaim({
      threshold,
      trueRate,
      alpha,
      power,
      direction,
    });
    // Twice the fixed number shows most of what watching costs; beyond, it takes too long.
    const lastLook = 2 * stable.episodes;
    const watched =
      lastLook > 4000 || threshold === 0 || threshold === 1
        ? null
        : stats.anytimeOperation({
            rate: threshold,
            alternative: direction === "above" ? "greater" : "less",
            trueRate,
            alpha,
            lastLook,
          });
    return {
      text: lines([
        [
          "episodes",
          `${stable.episodes}: from there on the power never falls below ${percent(power)}`,
        ],
        ["at the least", `${first.episodes}, with ${first.criticalCount} successes as the line`],
        [
          "if watched",
          watched === null
            ? "not computed for so many"
            : `${percent(watched.power)} of runs stop within ${lastLook}, those after ${Math.round(watched.meanEpisodesWhenStopped ?? 0)} on average (mode anytime)`,
        ],
        ["false support", `${percent(stable.size)} at most, one-sided`],
        [
          "test",
          `exact binomial, ${direction} ${percent(threshold)}, if ${percent(trueRate)} is true`,
        ],
      ]),
      json: {
        threshold,
        trueRate,
        power,
        alphaOneSided: alpha,
        direction,
        first,
        stable,
        watched: watched && { ...watched, looks: undefined, lastLook },
      },
    };
  });
}
