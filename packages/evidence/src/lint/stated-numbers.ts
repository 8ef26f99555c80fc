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
        bound: boundBefore(text.slice(Math.max(0, match.index - 40), match.index)),
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
  const floor =
    /(?:no less than|not less than|not below|no fewer than|at least|≥|>=|minimum of|min\.?|exceed(?:s|ing)?|surpass(?:es|ing)?)$/;
  const ceiling = /(?:no more than|not more than|not above|at most|up to|≤|<=|maximum of|max\.?)$/;
  if (floor.test(words)) return "at least";
  if (ceiling.test(words)) return "at most";
  if (/(?:more than|above|over|greater than|higher than|>)$/.test(words)) return "at least";
  if (/(?:less than|below|under|fewer than|lower than|<)$/.test(words)) return "at most";
  return null;
}
