import { type Modifier, modifierOf } from "./modifiers.ts";
import { wordQuantitiesIn } from "./word-quantities.ts";

/** What a number in a sentence is. */
export type QuantityKind =
  | "percent"
  | "points"
  | "level"
  | "ratio"
  | "score"
  | "fraction"
  | "episodes"
  | "tasks"
  | "interval"
  | "half_width";

/** A number in a sentence, with what it counts. */
export interface Quantity {
  readonly kind: QuantityKind;
  /** The digits as printed, with a point. */
  readonly digits: string;
  /** In percent for rates, levels, points and interval ends; a count for the others. */
  readonly value: number;
  /** Decimals of the value as it would be printed in percent. */
  readonly decimals: number;
  /** The other number: of a fraction what it is of, of an interval the upper end. */
  readonly of: number | null;
  readonly modifier: Modifier | null;
  readonly start: number;
  readonly end: number;
}

const NUMBER =
  /(?<![\p{L}_./]|\d[.,]|[\p{L}.]-)(?:\d{1,3}(?:,\d{3})+|\d{1,9},\d{1,2}(?=\s{0,2}%)|\d{1,9}(?:\.\d{1,6})?|(?<!\d)\.\d{1,6})(?![\p{L}\d_]|\.\d)/gu;

const UNIT = /[\s~]{0,3}(?:%|percent\b|per\s?cent\b|pct\b)/iy;
const POINTS = /(?:\s{0,2}%)?[\s-]{0,2}(?:(?:percentage|percent)[\s-])?(?:points?\b|pp\b)/iy;
const LEVEL =
  /[\s-]{0,2}(?:\(?two-sided\)?\s)?(?:[A-Za-z-]+\s){0,1}?(?:confiden(?:ce|t)|CIs?\b|credible|interval|Wilson|Clopper|Jeffreys|Agresti|binomial|bootstrap)/iy;
const EPISODES =
  /\s(?:[\w-]+\s){0,2}?(?:episodes?|trials?|rollouts?|attempts?|evaluations|runs|repetitions|executions)\b/iy;
const TASKS = /\s(?:[\w-]+\s){0,2}?tasks\b/iy;
const OF =
  /\s(?:(?:out\s)?of|times (?:in|out of))\s(?:the\s|all\s|its\s|our\s)?(?:[a-z]+\s)?(\d{1,3}(?:,\d{3})+|\d{1,9})(?![\d.,]\d|\s{0,2}%)/iy;
const SLASH = /\s?\/\s?(\d{1,3}(?:,\d{3})+|\d{1,9})(?![\p{L}\d_/]|\.\d|\s{0,2}%)/uy;
const PAIR =
  /(\s{0,2}%)?\s{0,2}(–|—|-|to|and|,|\.\.)\s{0,2}(\d{1,3}(?:\.\d{1,6})?)(?!\d)(\s{0,2}(?:%|percent\b))?\s?([\])])?/iy;

/** Every number of a sentence that is a rate, a count or an interval; at most 200. */
export function quantitiesIn(sentence: string): Quantity[] {
  const found: Quantity[] = [];
  let past = 0;
  for (const match of sentence.matchAll(NUMBER)) {
    if (match.index < past || found.length >= 200) continue;
    const quantity = quantityAt(sentence, match[0], match.index);
    if (quantity === null) continue;
    found.push(quantity);
    past = quantity.end;
  }
  found.push(...wordQuantitiesIn(sentence));
  return found.sort((a, b) => a.start - b.start);
}

function quantityAt(text: string, printed: string, start: number): Quantity | null {
  const thousands = /^\d{1,3}(?:,\d{3})+$/.test(printed);
  const digits = thousands ? printed.replaceAll(",", "") : printed.replace(",", ".");
  const value = Number(digits);
  const decimals = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
  const after = start + printed.length;
  const before = text.slice(Math.max(0, start - 48), start);
  const make = (kind: QuantityKind, end: number, more: Partial<Quantity> = {}): Quantity => ({
    kind,
    digits,
    value,
    decimals,
    of: null,
    modifier: modifierOf(before, text.slice(end, end + 48)),
    start,
    end,
    ...more,
  });
  const whole = decimals === 0;
  if (/(?:±|\+\/-|\+-)\s?$/.test(before)) return make("half_width", after);
  const pair = pairAt(text, value, before, after);
  if (pair !== null) {
    const scale = pair.ratio ? 100 : 1;
    const places = pair.ratio ? Math.max(0, decimals - 2) : decimals;
    const ends = { value: value * scale, of: pair.upper * scale, decimals: places };
    return make("interval", pair.end, ends);
  }
  const slash = whole ? stick(SLASH, text, after) : null;
  if (slash !== null && Number(slash[1]?.replaceAll(",", "")) >= value) {
    return make("fraction", slash.end, { of: Number(slash[1]?.replaceAll(",", "")) });
  }
  const points = stick(POINTS, text, after);
  if (points !== null) return make("points", points.end);
  const unit = stick(UNIT, text, after);
  if (unit !== null) {
    if (value > 100) return null;
    const level =
      value >= 50 && (stick(LEVEL, text, unit.end) !== null || LEVEL_BEFORE.test(before));
    return make(level ? "level" : "percent", unit.end);
  }
  const of = whole ? stick(OF, text, after) : null;
  if (of !== null && Number(of[1]?.replaceAll(",", "")) >= value) {
    return make("fraction", of.end, { of: Number(of[1]?.replaceAll(",", "")) });
  }
  if (whole && (stick(EPISODES, text, after) !== null || /\bn\s?=\s?$/i.test(before))) {
    return make("episodes", after);
  }
  if (whole && stick(TASKS, text, after) !== null) return make("tasks", after);
  return unitless(text, { value, decimals, before, after }, make);
}

const LEVEL_BEFORE = /\bconfidence(?: level)?(?: of)?\s\(?$/i;
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

function unitless(
  text: string,
  at: { value: number; decimals: number; before: string; after: number },
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
function isRatio(
  text: string,
  { value, decimals, before, after }: Parameters<typeof unitless>[1],
): boolean {
  if (decimals >= 2 && (RATE_BEFORE.test(before) || BOUND_BEFORE.test(before))) return true;
  if (stick(NOT_RATIO, text, after) !== null) return false;
  if (decimals > 0) return RATIO_BEFORE.test(before) || stick(RATIO_AFTER, text, after) !== null;
  return value <= 1 && WHOLE_BEFORE.test(before) && stick(WHOLE_AFTER, text, after) !== null;
}

/** The second number of an interval that begins here. */
function pairAt(text: string, low: number, before: string, after: number) {
  const match = stick(PAIR, text, after);
  if (match === null) return null;
  const [, unit, joint = "", high, otherUnit, bracket] = match;
  const upper = Number(high);
  if (upper <= low || upper > 100) return null;
  const percent = unit !== undefined || otherUnit !== undefined;
  const opened = /[[(]\s?$/.test(before) && bracket !== undefined;
  const change =
    /\b(?:improv|increas|rais|rose|drop|fell|fall|decreas|boost|went|from)\w*\s(?:\w+\s){0,2}?from\s$/i;
  const joined =
    joint === ","
      ? opened
      : joint.toLowerCase() === "and"
        ? /\bbetween\s$/i.test(before) && percent
        : (percent || opened) && !change.test(before);
  if (!joined) return null;
  return { upper, ratio: !percent && upper <= 1, end: match.end };
}

/** Matches a sticky pattern at a place. */
function stick(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? null : Object.assign(match, { end: at + match[0].length });
}
