import type { ErrorCode, ImportRefusal, WorldFluxError } from "@worldflux/schema";

/** What an adapter's refusal means for a run folder. Any code that is not here is `ambiguous`. */
const byCode: Partial<Record<ErrorCode, ImportRefusal>> = {
  WF_AGGREGATE_ONLY: "aggregate-only",
  WF_LEADERBOARD: "aggregate-only",
  WF_SCORE_ONLY: "numeric-score-only",
  WF_RUN_UNFINISHED: "partial",
  WF_JSONL_TORN: "partial",
  WF_TABLE_TORN: "partial",
  WF_JSON_TRUNCATED: "partial",
  WF_INPUT_CHANGED: "partial",
  WF_INPUT_TOO_LARGE: "partial",
  WF_NO_EPISODES: "missing-episode-success",
  WF_INPUT_EMPTY: "missing-episode-success",
  WF_LFS_POINTER: "missing-episode-success",
  WF_SHAPE_UNKNOWN: "missing-episode-success",
  WF_FORMAT_NOT_PUBLIC: "missing-episode-success",
  WF_SUCCESS_UNDECLARED: "missing-episode-success",
  WF_PRIVATE_TEXT: "secret-exposure",
};

/** The refusal that an adapter's error stands for. */
export function refusalOf(error: WorldFluxError): ImportRefusal {
  if (error.code === "WF_SUCCESS_UNDECLARED" && /\bhold(?:s)? (?:-?\d|"-?\d)/.test(error.message)) {
    return "numeric-score-only";
  }
  return byCode[error.code] ?? "ambiguous";
}
