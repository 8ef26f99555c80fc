import { preview } from "@worldflux/schema";
import { claimWords, finding, type LintRule, when } from "./finding.ts";
import {
  comparisons,
  generalisations,
  overclaims,
  realWorld,
  vague,
  wordsFound,
} from "./wordings.ts";

const place = "claim.json/claim_text";

/** What is not seen in a sentence: all but line breaks and tabs. */
const hidden = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Whether the sentence says something that episodes could contradict, and no more than they show. */
export const wordingRules: LintRule = ({ claim }) => {
  if (claim === null) return [];
  const text = claimWords(claim);
  const over = wordsFound(overclaims, text);
  const wide = [
    ...wordsFound(generalisations, text),
    ...(claim.applicability.simulator === undefined ? [] : wordsFound(realWorld, text)),
  ];
  const soft = wordsFound(vague, text);
  const compared = wordsFound(comparisons, text);
  return [
    ...when(hidden.test(claim.claim_text), () =>
      finding(
        "text_hidden_characters",
        place,
        "the text holds control or direction characters, so that readers may see another sentence",
        "write it again as plain text",
      ),
    ),
    ...when(over.length > 0, () =>
      finding(
        "wording_overclaims",
        place,
        `the text says ${quoted(over)}, which no count of episodes shows`,
        "say what was measured: a success rate of at least 0.8 on named tasks",
      ),
    ),
    ...when(wide.length > 0, () =>
      finding(
        "wording_generalises",
        place,
        `the text speaks of ${quoted(wide)}; the evidence will be about the planned episodes`,
        "name the tasks, and let `population` say what they are a sample of",
      ),
    ),
    ...when(soft.length > 0, () =>
      finding(
        "wording_vague",
        place,
        `${quoted(soft)} has no measure, so nothing could contradict it`,
        "replace it with a number, such as at least 80 %",
      ),
    ),
    ...when(compared.length > 0, () =>
      finding(
        "comparison_not_decided",
        place,
        `the text compares (${quoted(compared)}), and a claim is decided against a constant`,
        "name the constant, or make a package of each run and type `worldflux evidence diff`",
      ),
    ),
  ];
};

function quoted(words: readonly string[]): string {
  return words.map((word) => preview(word, 40)).join(", ");
}
