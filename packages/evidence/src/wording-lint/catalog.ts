/** `error`: the package does not allow the sentence. `warning`: something is left out. */
export type WordingSeverity = "error" | "warning" | "note";

interface WordingEntry {
  readonly severity: WordingSeverity;
  /** One sentence for `docs/wording-lint.md`. */
  readonly summary: string;
}

/** Every finding that there is, with what it means. Codes are stable; messages are not. */
export const wordingCatalog = {
  rate_differs: {
    severity: "error",
    summary: "A success rate that is not in the evidence.",
  },
  rounded_up: {
    severity: "error",
    summary: "A rate rounded in the claim's favour: 86.5 % as 87 % or as nearly 90 %.",
  },
  bound_not_shown: {
    severity: "error",
    summary: "More than, at least or below a rate that the interval does not show.",
  },
  margin_hidden: {
    severity: "error",
    summary: "The claim holds only with its margin, and the sentence reads as if it held without.",
  },
  verdict_overstated: {
    severity: "error",
    summary: "The sentence says that the claim holds, or fails, and the verdict is another.",
  },
  count_differs: {
    severity: "error",
    summary: "A number of episodes, tasks or successes that is not in the evidence.",
  },
  interval_differs: { severity: "error", summary: "An interval that is not in the evidence." },
  other_counting_rule: {
    severity: "error",
    summary: "The rate of another counting rule, such as errors left out, without saying so.",
  },
  slice_as_whole: {
    severity: "error",
    summary: "The rate of one task, not named, where a reader takes it for the whole.",
  },
  scope_too_wide: {
    severity: "error",
    summary: "Tasks, robots, objects or a world beyond the recorded episodes.",
  },
  comparison_not_shown: {
    severity: "error",
    summary: "Better than, state of the art: one package compares nothing.",
  },
  absolute_word: {
    severity: "error",
    summary: "Never fails, flawless, solved: no number of episodes shows it.",
  },
  forbidden_word: {
    severity: "error",
    summary: "A word for what evidence never is: proven, certified, approved and their like.",
  },
  independence_not_shown: {
    severity: "error",
    summary: "Somebody independent is said to have evaluated, reproduced or confirmed.",
  },
  n_missing: { severity: "warning", summary: "A rate without the number of episodes." },
  interval_missing: { severity: "warning", summary: "A rate without its interval." },
  rule_not_named: {
    severity: "warning",
    summary: "Episodes ended in errors or are missing, and the text does not say how they count.",
  },
  number_not_checked: {
    severity: "note",
    summary: "A percentage that seems to be about something else; nobody compared it.",
  },
} as const satisfies Record<string, WordingEntry>;

/** A stable code of a finding. */
export type WordingCode = keyof typeof wordingCatalog;
