import { checkStored, type JsonObject } from "@worldflux/adapter-kit";
import type { EpisodeRecord } from "@worldflux/schema";

/**
 * Recomputes the totals of a file. lbm_eval counts a crash as evaluated and leaves pending ones out.
 *
 * @throws WorldFluxError WF_AGGREGATE_MISMATCH
 */
export function checkCounters(
  file: string,
  root: JsonObject,
  episodes: readonly EpisodeRecord[],
): void {
  const requested = episodes.length;
  const count = (wanted: string) => episodes.filter(({ outcome }) => outcome === wanted).length;
  const evaluated = requested - count("pending");
  const ran = evaluated - count("error");
  const successes = count("success");
  const rate = evaluated === 0 ? 0 : successes / evaluated;
  const check = (
    where: string,
    recomputed: number,
    explanations: Readonly<Record<string, number>> = {},
    tolerance = 0,
  ) => checkStored(file, { where, stored: root[where], recomputed, tolerance, explanations });

  check("num_requested_evaluations", requested, { "pending evaluations left out": evaluated });
  check("num_evaluated", evaluated, {
    "pending evaluations counted": requested,
    "crashes left out": ran,
  });
  check("num_success", successes);
  const explanations = {
    "crashes left out": successes / ran,
    "pending evaluations counted": successes / requested,
    "a percentage instead of a ratio": 100 * rate,
    "a ratio rounded to three decimals": Number(rate.toFixed(3)),
    "a ratio rounded to two decimals": Number(rate.toFixed(2)),
  };
  check("success_rate", rate, explanations, 1e-9);
}
