import { checkAlpha, checkCounts, StatsArgumentError } from "../arguments.ts";
import { uniformPrior } from "./arguments.ts";
import { checkMixtureTest, type MixtureTest, mixtureLogE } from "./beta-mixture.ts";
import type { BetaMixtureSummary } from "./beta-mixture-state.ts";
import type { SequentialLook } from "./sequential-rate.ts";

/**
 * What a beta-mixture e-process said at these looks, computed again from their counts alone: to
 * check a recorded log E, maximum or first crossing without the outcomes in between.
 *
 * Source and assumptions: {@link betaMixtureLogE}. The looks must be all that were made.
 *
 * @throws StatsArgumentError as {@link betaMixtureLogE} for every look, unless 1e-30 <= alpha < 1,
 *   and unless episodes rise from look to look with successes and failures that do not fall
 */
export function recheckLooks(
  looks: readonly SequentialLook[],
  test: MixtureTest & { readonly alpha: number },
): BetaMixtureSummary {
  checkMixtureTest(test);
  checkAlpha(test.alpha);
  const { rate, alternative, alpha, prior = uniformPrior } = test;
  let last: SequentialLook = { episodes: 0, successes: 0 };
  let [logE, supLogE] = [0, 0];
  let firstCrossing: number | null = null;
  for (const { episodes, successes } of looks) {
    checkCounts(successes, episodes);
    const gained = successes - last.successes;
    if (episodes <= last.episodes || gained < 0 || gained > episodes - last.episodes) {
      const expected = "counts that go on from the look before";
      throw new StatsArgumentError("looks", expected, `${successes}/${episodes}`);
    }
    last = { episodes, successes };
    logE = mixtureLogE(successes, episodes, rate, alternative, prior);
    supLogE = Math.max(supLogE, logE);
    if (firstCrossing === null && logE >= -Math.log(alpha)) firstCrossing = episodes;
  }
  return { ...last, logE, supLogE, anytimeP: Math.exp(-supLogE), firstCrossing };
}
