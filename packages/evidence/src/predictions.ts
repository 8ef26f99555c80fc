import {
  type Digest,
  type EpisodeRecord,
  type PredictionCounts,
  type PredictionPowered,
  type Predictions,
  taskName,
  WorldFluxError,
} from "@worldflux/schema";
import { ppiRate } from "@worldflux/stats";
import { intervalOf, levelOf, type Question } from "./question.ts";

/**
 * Counts predictions against what was recorded. Every episode that succeeded or failed needs one
 * prediction, and every prediction an episode: a subset that somebody chose would be no sample.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT, naming the first episode or prediction without
 * its other half
 */
export function countPredictions(
  predictions: Predictions,
  sha256: Digest,
  episodes: Iterable<EpisodeRecord>,
): PredictionCounts {
  const open = new Map<string, boolean>();
  for (const [i, entry] of predictions.labelled.entries()) {
    const { suite = null, task = null, index, seed = null, attempt = 0, predicted } = entry;
    const key = JSON.stringify([suite, task, index, seed, attempt]);
    if (open.has(key)) throw mismatch(`/labelled/${i} predicts an episode for the second time`);
    open.set(key, predicted);
  }
  const labelled = { n11: 0, n10: 0, n01: 0, n00: 0 };
  for (const { suite, task, index, seed, attempt, outcome } of episodes) {
    if (outcome !== "success" && outcome !== "failure") continue;
    const key = JSON.stringify([suite, task, index, seed, attempt]);
    const predicted = open.get(key);
    if (predicted === undefined) {
      throw mismatch(`episode ${index} of ${taskName({ suite, task })} has no prediction`);
    }
    open.delete(key);
    const truth = outcome === "success";
    labelled[truth ? (predicted ? "n11" : "n10") : predicted ? "n01" : "n00"]++;
  }
  const [left] = open.keys();
  if (left !== undefined) throw mismatch(`nothing is recorded for the prediction of ${left}`);
  const { predictor, assumptions, unlabelled } = predictions;
  return { predictor, sha256, assumptions, labelled, unlabelled };
}

function mismatch(what: string): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `predictions: ${what}`, {
    hint: "give one prediction for every recorded episode that succeeded or failed, and no other",
  });
}

/** The prediction-powered rate, or why there is none; the labels alone always stand beside it. */
export function predictionPowered(
  question: Question,
  counts: PredictionCounts | undefined,
): PredictionPowered | null {
  if (counts === undefined) return null;
  const { labelled, unlabelled, assumptions } = counts;
  const declared = {
    labelledAreRandomSubset: assumptions.labelled_random_subset,
    predictorNotTrainedOnLabels: assumptions.predictor_independence,
    noSharedClusters: assumptions.no_shared_clusters,
  };
  const { n11, n10, n01, n00 } = labelled;
  const found = ppiRate({
    labelled: { n11, n10, n01, n00 },
    unlabelled: { successes: unlabelled.successes, episodes: unlabelled.episodes },
    alpha: question.alpha,
    // Undeclared is one of the refusals.
    assumptions: declared as Required<typeof declared> as never,
  });
  const alone = { successes: found.labelOnly.successes, episodes: found.labelOnly.episodes };
  const label_only = {
    ...alone,
    estimate: found.labelOnly.estimate,
    interval: intervalOf({ ...question, method: "wilson" }, alone),
  };
  if (found.outcome === "refused") {
    const refused = [...found.refused];
    return {
      outcome: "refused",
      estimate: null,
      interval: null,
      refused,
      closed_gates: [],
      label_only,
    };
  }
  return {
    outcome: found.outcome,
    estimate: found.estimate,
    interval: {
      level: levelOf(question),
      lower: found.interval.lower,
      upper: found.interval.upper,
    },
    refused: [],
    closed_gates: found.gates.filter((gate) => !gate.open).map((gate) => gate.code),
    label_only,
  };
}
