import { bareNumber } from "./bare-number.ts";
import { intervalAt } from "./interval-at.ts";
import { type Modifier, modifierOf } from "./modifiers.ts";
import { stick } from "./stick.ts";
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
  const pair = intervalAt(text, value, before, after);
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
  return bareNumber(text, { value, decimals, before, after }, make);
}

const LEVEL_BEFORE = /\bconfidence(?: level)?(?: of)?\s\(?$/i;
