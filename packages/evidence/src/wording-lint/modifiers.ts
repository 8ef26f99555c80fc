/** What the words around a number make of it. */
export type Modifier = "above" | "below" | "almost" | "about" | "peak" | "reach";

const modifiers: readonly (readonly [Modifier, RegExp])[] = [
  ["peak", /\b(?:up to|as high as|as much as|peak(?:s|ing)? (?:at|of)|a maximum of)\s$/i],
  [
    "almost",
    /\b(?:nearly|almost|close to|approach(?:es|ing)?|just (?:under|shy of|below)|(?:almost|nearly) reach(?:es|ed|ing)?|near)\s(?:an?\s)?$/i,
  ],
  [
    "below",
    /(?:\b(?:under|below|less than|at most|fewer than|lower than|no more than|not above)\s(?:an?\s)?|[<≤]=?\s?)$/i,
  ],
  [
    "above",
    /(?:\b(?:over|more than|above|at least|exceed(?:s|ed|ing)?|greater than|better than|higher than|no less than|no fewer than|upwards of|surpass(?:es|ed|ing)?|beats?|beating|beyond|north of|a minimum of)\s(?:an?\s|the\s)?|[>≥]=?\s?)$/i,
  ],
  [
    "about",
    /(?:\b(?:about|around|roughly|approximately|circa|some|approx\.|ca\.)\s(?:an?\s)?|[~≈∼]\s?)$/i,
  ],
  [
    "reach",
    /\b(?:gets? to|got to|climb to|reach|achiev|attain|meet|met|hit|clear|deliver|pass|obtain|get)(?:es|s|ed|e|ing)?\s(?:an?\s|the\s|its\s|our\s|success\s|rate\s|average\s|of\s){0,5}$/i,
  ],
];

/** "80 % or more", "80 %+" and "80 % or less". */
const OR_MORE = /^[\s~%]{0,3}(?:\+|(?:\s?[\w-]+\s){0,4}?\s?or (?:more|better|higher|above)\b)/i;
const OR_LESS = /^[\s~%]{0,3}(?:\s?[\w-]+\s){0,4}?\s?or (?:less|fewer|lower|below)\b/i;

/** What the words around a number make of it; null for nothing. */
export function modifierOf(before: string, after = ""): Modifier | null {
  if (OR_MORE.test(after)) return "above";
  if (OR_LESS.test(after)) return "below";
  return modifiers.find(([, pattern]) => pattern.test(before))?.[0] ?? null;
}
