import { stick } from "./stick.ts";

const PAIR =
  /(\s{0,2}%)?\s{0,2}(–|—|-|to|and|,|\.\.)\s{0,2}(\d{1,3}(?:\.\d{1,6})?)(?!\d)(\s{0,2}(?:%|percent\b))?\s?([\])])?/iy;

/** The upper end of an interval whose lower end stands before `after`; null where none begins. */
export function intervalAt(text: string, low: number, before: string, after: number) {
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
