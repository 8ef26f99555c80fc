import type { Quantity, QuantityKind } from "./quantities.ts";
import { stick } from "./stick.ts";

const RATE_BEFORE = /\b(?:rate|success|accuracy|SR|probability)\b[^.;]{0,24}$/i;
/** "0.9", "1.0", ".87" or "1" beside a word for the rate itself. */
const RATIO_BEFORE =
  /\b(?:(?:success|failure)(?:\s(?:rate|probability|ratio))?|(?<!\b(?:learning|sampling|frame|control|update|discount|decay|dropout|refresh|bit|sample)[\s-])rate|SR)(?:\s(?:is|was|of|at|equals|reach(?:es|ed)|an?|the|about|around|roughly|over|above|below|under|least|most|nearly|almost|more|less|than|only|just|exactly)){0,4}[\s:=|~≈<>≤≥(]{0,4}$/i;
const WHOLE_BEFORE =
  /\b(?:(?:success|failure)\s(?:rate|probability|ratio)|SR)(?:\s(?:is|was|of|at|equals|exactly)){1,2}\s$|\b(?:success|failure)\srate\s?[:=|]\s?$/i;
const RATIO_AFTER =
  /[\s-](?:(?:average|mean|overall|total)\s)?(?:(?:success|failure)(?:\srate)?|rate|SR)\b/iy;
/** A length, a time, or a count of something. */
const NOT_RATIO =
  /\s?(?:%|\/|(?:mm|cm|m|s|ms|sec|seconds?|minutes?|rad|deg|degrees|N|Hz|kg|points?|percent\w*|x|out|of|in|per|tasks?|episodes?)\b)/iy;
const WHOLE_AFTER = /(?:\s?[.,;)|](?!\d)|\s*$|\s(?:on|over|across|for|and|with)\b)/iy;
const BOUND_BEFORE =
  /\b(?:lower|upper)\s(?:[\w%-]+\s){0,2}?(?:bound|limit|end)(?:\s(?:is|was|of|at)){0,2}[\s:=|(]{0,3}$/i;
const SCORE_BEFORE =
  /\b(?:scor|achiev|reach|attain|obtain|get)(?:es|s|ed|e|ing)?\s(?:an?\s|about\s|around\s|over\s|nearly\s|average\s|mean\s|success\s|score\s|rate\s|of\s){0,6}$/i;
const SCORE_OF = /\b(?:score|success|success rate|average|mean) of\s(?:over\s|about\s|nearly\s)?$/i;
const SCORE_AFTER = /(?:\s(?:on|in|across|average|overall|success|and|with)\b|[.,;)]|\s*$)/iy;

/** A number and what stands around it: the text before it, and where it ends. */
interface Bare {
  readonly value: number;
  readonly decimals: number;
  readonly before: string;
  readonly after: number;
}

/** What a number without a unit is: a rate of at most 1, a score in percent, or nothing that is known. */
export function bareNumber(
  text: string,
  at: Bare,
  make: (kind: QuantityKind, end: number, more?: Partial<Quantity>) => Quantity,
): Quantity | null {
  const { value, decimals, before, after } = at;
  if (value <= 1 && isRatio(text, at)) {
    const percent = Number((value * 100).toFixed(6));
    return make("ratio", after, { value: percent, decimals: Math.max(0, decimals - 2) });
  }
  const possible = value > 1 && value <= 100 && decimals > 0;
  const score =
    possible &&
    (SCORE_OF.test(before) ||
      (SCORE_BEFORE.test(before) && stick(SCORE_AFTER, text, after) !== null));
  return score ? make("score", after) : null;
}

/** Whether a number of at most 1 is a rate: by two decimals near a word for it, or beside such a word. */
function isRatio(text: string, { value, decimals, before, after }: Bare): boolean {
  if (decimals >= 2 && (RATE_BEFORE.test(before) || BOUND_BEFORE.test(before))) return true;
  if (stick(NOT_RATIO, text, after) !== null) return false;
  if (decimals > 0) return RATIO_BEFORE.test(before) || stick(RATIO_AFTER, text, after) !== null;
  return value <= 1 && WHOLE_BEFORE.test(before) && stick(WHOLE_AFTER, text, after) !== null;
}
