import { checkWhole, StatsArgumentError } from "../arguments.ts";

/**
 * Labelled episodes by true outcome and prediction, both success (1) or failure (0): the outcome
 * comes first, so that n10 succeeded where failure was predicted.
 */
export interface LabelledCounts {
  readonly n11: number;
  readonly n10: number;
  readonly n01: number;
  readonly n00: number;
}

/** Episodes with a prediction and no label. */
export interface PredictedCounts {
  /** Episodes that were predicted to succeed. */
  readonly successes: number;
  readonly episodes: number;
}

/** Throws unless all counts are whole, not negative, and add up exactly. */
export function checkPpiCounts(labelled: LabelledCounts, unlabelled: PredictedCounts): void {
  checkObject("labelled", labelled);
  checkObject("unlabelled", unlabelled);
  const { n11, n10, n01, n00 } = labelled;
  for (const [name, count] of Object.entries({ n11, n10, n01, n00 })) {
    checkWhole(`labelled.${name}`, count, 0, Number.MAX_SAFE_INTEGER);
  }
  checkWhole("labelled", n11 + n10 + n01 + n00, 0, Number.MAX_SAFE_INTEGER);
  checkWhole("unlabelled.episodes", unlabelled.episodes, 0, Number.MAX_SAFE_INTEGER);
  checkWhole("unlabelled.successes", unlabelled.successes, 0, unlabelled.episodes);
}

function checkObject(argument: string, value: unknown): void {
  if (typeof value !== "object" || value === null) {
    throw new StatsArgumentError(argument, "an object with counts", value);
  }
}
