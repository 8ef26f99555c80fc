import { StatsArgumentError } from "../arguments.ts";
import type { LabelledCounts, PredictedCounts } from "./counts.ts";
import { estimateMean } from "./estimate.ts";
import { labelledCells, predictedCells } from "./mean.ts";
import { covarianceOf, outcomesOf, predictionsOf, residualsOf, varianceOf } from "./weighted.ts";

/** What the caller must declare. Nothing in the counts can show it. */
export interface PpiAssumptions {
  /** Labelled episodes were drawn at random from the same episodes as the unlabelled ones. */
  readonly labelledAreRandomSubset: boolean;
  /** The predictor was neither trained nor tuned on the labelled episodes. */
  readonly predictorNotTrainedOnLabels: boolean;
  /** No task, seed or scene makes some of the episodes alike. */
  readonly noSharedClusters: boolean;
}

/** Why no prediction-powered interval is given; the list is closed. */
export const ppiRefusals = [
  "labelled_random_subset_undeclared",
  "labelled_random_subset_denied",
  "predictor_independence_undeclared",
  "predictor_independence_denied",
  "no_shared_clusters_undeclared",
  "no_shared_clusters_denied",
  "no_unlabelled_episodes",
] as const;

/** One of {@link ppiRefusals}. */
export type PpiRefusal = (typeof ppiRefusals)[number];

/** What the normal approximation of PPI++ needs, each with its least value; the list is closed. */
export const ppiGates = {
  /** Labelled episodes. */
  labelled_episodes: 50,
  /** The smaller of labelled successes and failures. */
  rarer_outcome: 10,
  /** n10 + n01: labelled episodes with a wrong prediction. */
  wrong_predictions: 5,
  /** Episodes without label. */
  unlabelled_episodes: 50,
} as const;

/** A measured gate: {@link ppiGates}, a spread that is not 0, and a predictor worth its noise. */
export interface PpiGate {
  readonly code: keyof typeof ppiGates | "residual_spread" | "correlation";
  readonly open: boolean;
  readonly value: number;
  /** `value` must be at least this; above it for residual_spread and correlation. */
  readonly needed: number;
}

/** The assumptions that are not declared, or declared not to hold. */
export function refusalsOf(
  assumptions: Partial<PpiAssumptions>,
  unlabelled: PredictedCounts,
): readonly PpiRefusal[] {
  if (typeof assumptions !== "object" || assumptions === null) {
    throw new StatsArgumentError("assumptions", "an object with three booleans", assumptions);
  }
  const { labelledAreRandomSubset, predictorNotTrainedOnLabels, noSharedClusters } = assumptions;
  const declared = [
    ["labelled_random_subset", "labelledAreRandomSubset", labelledAreRandomSubset],
    ["predictor_independence", "predictorNotTrainedOnLabels", predictorNotTrainedOnLabels],
    ["no_shared_clusters", "noSharedClusters", noSharedClusters],
  ] as const;
  const refusals: PpiRefusal[] = [];
  for (const [code, name, value] of declared) {
    if (value === undefined || value === null) refusals.push(`${code}_undeclared`);
    else if (value === false) refusals.push(`${code}_denied`);
    else if (value !== true) {
      throw new StatsArgumentError(`assumptions.${name}`, "true or false", value);
    }
  }
  if (unlabelled.episodes === 0) refusals.push("no_unlabelled_episodes");
  return refusals;
}

/** Whether PPI++ can be relied on with these counts. */
export function gatesOf(labelled: LabelledCounts, unlabelled: PredictedCounts): readonly PpiGate[] {
  const { n11, n10, n01, n00 } = labelled;
  const size = n11 + n10 + n01 + n00;
  const values = {
    labelled_episodes: size,
    rarer_outcome: Math.min(n11 + n10, n01 + n00),
    wrong_predictions: n10 + n01,
    unlabelled_episodes: unlabelled.episodes,
  };
  const codes = ["labelled_episodes", "rarer_outcome", "wrong_predictions"] as const;
  const least = [...codes, "unlabelled_episodes" as const].map((code) => {
    const needed = ppiGates[code];
    return { code, open: values[code] >= needed, value: values[code], needed };
  });
  const above = [
    { code: "residual_spread", value: residualSpread(labelled, unlabelled), needed: 0 },
    // Mani et al. (2025), arXiv 2505.20178: a weaker predictor costs more than it gives.
    {
      code: "correlation",
      value: correlation(labelled),
      needed: size > 2 ? (size - 2) ** -0.5 : 1,
    },
  ] as const;
  return [...least, ...above.map((gate) => ({ ...gate, open: gate.value > gate.needed }))];
}

function residualSpread(labelled: LabelledCounts, unlabelled: PredictedCounts): number {
  const { n11, n10, n01, n00 } = labelled;
  if (n11 + n10 + n01 + n00 < 2 || unlabelled.episodes < 2) return 0;
  const pairs = labelledCells(labelled);
  // lambda does not depend on alpha
  const options = { alpha: 0.05, method: "ppi++" } as const;
  const { lambda } = estimateMean(pairs, predictedCells(unlabelled), options);
  return Math.sqrt(varianceOf(residualsOf(pairs, lambda), 1));
}

/** Of labels and predictions; 0 where one of them does not vary. */
function correlation(labelled: LabelledCounts): number {
  const pairs = labelledCells(labelled);
  const spread = varianceOf(outcomesOf(pairs), 0) * varianceOf(predictionsOf(pairs), 0);
  return spread > 0 ? covarianceOf(pairs) / Math.sqrt(spread) : 0;
}
