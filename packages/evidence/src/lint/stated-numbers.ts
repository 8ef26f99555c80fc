/** A rate that a text states, and whether it stands as a floor or a ceiling there. */
export interface StatedNumber {
  readonly rate: number;
  /** How it is written, such as `80 %`. */
  readonly written: string;
  readonly bound: "at least" | "at most" | null;
}

/** Most numbers of a text that are looked at. */
const MOST = 16;

/** The percentages and ratios that a text states, such as 80 % and 0.8. Versions are not numbers. */
export function statedNumbers(text: string): StatedNumber[] {
  const pattern =
    /(?<![\w.,/])(?:(\d{1,3}(?:[.,]\d{1,6})?)\s{0,2}(?:%|percent\b|per cent\b)|(0?\.\d{1,6}|[01]\.\d{1,6})(?![\w.%]))/gi;
  return [...text.slice(0, 4096).matchAll(pattern)]
    .slice(0, MOST)
    .map((match) => {
      const [written, percentage, ratio] = match;
      const rate =
        percentage === undefined ? Number(ratio) : Number(percentage.replace(",", ".")) / 100;
      return {
        rate: Number(rate.toFixed(12)),
        written: written.trim(),
        bound: boundBefore(text.slice(Math.max(0, match.index - 80), match.index)),
      };
    })
    .filter(({ rate }) => rate <= 1);
}

/** Whether a text states a count that makes this rate, such as 16 of 20. */
export function statesCount(text: string, rate: number): boolean {
  const counts = text.slice(0, 4096).matchAll(/\b(\d{1,7})\s*(?:\/|out of|of)\s*(\d{1,7})\b/g);
  return [...counts].some(([, k, n]) => Number(n) > 0 && Number(k) / Number(n) === rate);
}

/** What stands right before a number. The longer phrases come first: `no less than` is a floor. */
function boundBefore(text: string): StatedNumber["bound"] {
  const words = text.toLowerCase().trimEnd();
  const settled = bounds.settled.find(({ phrase }) => phrase.test(words));
  if (settled !== undefined) return settled.bound;
  for (const { phrase, bound } of bounds.open) {
    const at = words.search(phrase);
    if (at === -1) continue;
    if (!isDenied(words.slice(0, at).trimEnd(), words.slice(at))) return bound;
    return bound === "at least" ? "at most" : "at least";
  }
  return null;
}

const bounds = {
  /** Phrases that say both bound and denial. */
  settled: [
    {
      bound: "at least",
      phrase:
        /(?:no less than|not less than|not below|no fewer than|at least|≥|>=|minimum of|min\.?)$/,
    },
    {
      bound: "at most",
      phrase: /(?:no more than|not more than|not above|at most|up to|≤|<=|maximum of|max\.?)$/,
    },
  ],
  /** Phrases that a denial before them turns round: `never drops below`, `does not exceed`. */
  open: [
    {
      bound: "at least",
      phrase:
        /(?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|more than|above|over|greater than|higher than|>)$/,
    },
    { bound: "at most", phrase: /(?:less than|below|under|fewer than|lower than|<)$/ },
  ],
} as const;

const DENIAL = String.raw`(?:\b(?:never|not|no|cannot|without)|n['’]t)`;
const VERB =
  "(?:drop(?:s|ped|ping)?|fall(?:s|en|ing)?|fell|go(?:es|ne|ing)?|went|gets?|got|dips?|sinks?|ris(?:es?|en|ing)|rose|climbs?|is|are|was|were|be|been|being)";
/** A word of the denied part: neither one that limits the denial nor one that ends it. */
const WORD = String.raw`(?!(?:only|just|merely|and|but|yet)\b)[\w'’-]+`;

/** A denial right before the phrase, or up to four words before it with a verb of its own. */
const denials = {
  near: new RegExp(`${DENIAL}$`),
  moving: new RegExp(String.raw`${DENIAL}\s+(?:${WORD}\s+){0,2}${VERB}(?:\s+${WORD}){0,2}$`),
  exceeding: new RegExp(String.raw`${DENIAL}(?:\s+${WORD}){1,2}$`),
};

function isDenied(before: string, phrase: string): boolean {
  if (denials.near.test(before) || denials.moving.test(before)) return true;
  return /^(?:exceed|surpass)/.test(phrase) && denials.exceeding.test(before);
}
