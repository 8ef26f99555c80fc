import type { ImportRefusal } from "@worldflux/schema";

interface Refusal {
  /** For the public: nothing of the folder stands in it. */
  readonly summary: string;
  /** What would make it acceptable. */
  readonly remedy: string;
}

/** Every reason for a refusal, with what would remove it. The texts are ours alone and may be published. */
export const refusalCatalog: Readonly<Record<ImportRefusal, Refusal>> = {
  ambiguous: {
    summary: "The files can be read in more than one way, or contradict themselves.",
    remedy:
      "Say what is meant: which run counts, which column holds what, when an episode is a success (--map).",
  },
  partial: {
    summary: "The run had not finished, or not all of it is there.",
    remedy: "Hand in the output of a run that finished, whole.",
  },
  "archive-only": {
    summary: "The folder holds archives and no record of an episode.",
    remedy: "Extract the archives and name the folder that comes out.",
  },
  "csv-only": {
    summary: "The rows stand in a table whose columns nobody declared.",
    remedy:
      "Declare the columns (--map task=<column>,success=<column>,success.true=<value>,success.false=<value>,contract=<rule>).",
  },
  "numeric-score-only": {
    summary: "There are numbers for each episode, and not whether it succeeded.",
    remedy:
      "Declare which score is a success (--map success=<column>,success.at_least=<score>), or hand in the outcomes.",
  },
  "aggregate-only": {
    summary: "There are rates or counts over several episodes, and no episodes.",
    remedy: "Hand in the file with one record an episode that the rates were computed from.",
  },
  "missing-episode-success": {
    summary: "Nothing records for each episode whether it succeeded.",
    remedy:
      "Hand in the evaluator's own result file, or one line an episode with task, index and a boolean success.",
  },
  "missing-denominator-policy": {
    summary:
      "The files do not tell a crashed episode from a failed one, and nobody said how crashes count.",
    remedy:
      "Say how crashes were counted (--denominator-policy errors_as_failures, errors_excluded or missing_as_failures), or map the column that records them (--map error=<column>).",
  },
  "raw-binary-dominated": {
    summary:
      "The folder is raw data (videos, recordings, weights) with nothing that records outcomes.",
    remedy: "Add the evaluator's result file; raw data is never decoded to find an outcome.",
  },
  "secret-exposure": {
    summary: "A credential, a path or an address stands where it would be published.",
    remedy:
      "Rename the task or column in a copy of the file, say so, and revoke any credential that was in it.",
  },
};
