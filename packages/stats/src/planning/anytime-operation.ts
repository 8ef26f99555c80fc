import { checkAlpha, checkProbability, checkWhole } from "../arguments.ts";
import { betaMixtureLogE, type MixtureTest } from "../sequential/beta-mixture.ts";
import { type Look, meanEpisodes, stoppingLooks } from "./stopping.ts";

/** How a run that is watched all the time, and stopped at its first crossing, fares. */
export interface AnytimeOperation {
  /** Probability of having stopped by `lastLook`. */
  readonly power: number;
  /** Mean number of episodes of the runs that stop by then; null when none can. */
  readonly meanEpisodesWhenStopped: number | null;
  /** Mean number of episodes of all runs, those without a crossing ending at `lastLook`. */
  readonly expectedEpisodes: number;
  readonly looks: readonly Look[];
}

/**
 * Power and expected sample size of the beta-mixture e-process ({@link betaMixtureLogE}) that is
 * looked at after every episode up to `lastLook`, if `trueRate` is true. Exact, by the recursion of
 * Armitage, McPherson & Rowe (1969), JRSS A 132, 235-244, over the counts that have not crossed.
 *
 * The test needs no last look; this plan does. Compare `episodesForClaim`, which needs fewer
 * episodes and one look.
 *
 * Assumes independent episodes with one success rate. alpha is one-sided.
 *
 * @throws StatsArgumentError as {@link betaMixtureLogE}, and unless trueRate is from 0 to 1,
 *   1e-30 <= alpha < 1, lastLook is whole and from 1 to 20000, and alternative is not `different`
 */
export function anytimeOperation({
  trueRate,
  alpha,
  lastLook,
  ...test
}: MixtureTest & {
  readonly alternative: "greater" | "less";
  readonly trueRate: number;
  readonly alpha: number;
  readonly lastLook: number;
}): AnytimeOperation {
  checkProbability("trueRate", trueRate);
  checkAlpha(alpha);
  checkWhole("lastLook", lastLook, 1, 20_000);
  const above = test.alternative === "greater";
  const looks = stoppingLooks(
    trueRate,
    crossings(test, alpha, lastLook),
    above ? "above" : "below",
  );
  const power = looks.at(-1)?.probability ?? 0;
  const mean = meanEpisodes(looks);
  return {
    power,
    meanEpisodesWhenStopped: mean,
    expectedEpisodes: power * (mean ?? 0) + (1 - power) * lastLook,
    looks,
  };
}

/** For each number of episodes the count that crosses. More episodes never need fewer on its side. */
function crossings(test: MixtureTest, alpha: number, lastLook: number) {
  const level = -Math.log(alpha);
  const above = test.alternative === "greater";
  let needed = 0;
  return Array.from({ length: lastLook }, (_, i) => {
    const episodes = i + 1;
    const count = () => (above ? needed : episodes - needed);
    while (needed <= episodes && betaMixtureLogE(count(), episodes, test) < level) needed++;
    return { episodes, criticalCount: needed <= episodes ? count() : null };
  });
}
