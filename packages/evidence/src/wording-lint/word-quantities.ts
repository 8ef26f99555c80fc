import { modifierOf } from "./modifiers.ts";
import type { Quantity } from "./quantities.ts";

const numbers: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
};
const parts: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  thirds: 3,
  quarter: 4,
  quarters: 4,
  fifth: 5,
  fifths: 5,
  tenth: 10,
  tenths: 10,
};
const NUMBER = Object.keys(numbers).join("|");
const EPISODES = "episodes|rollouts|trials|attempts|runs|cases|times|tries";

const COUNT = new RegExp(
  String.raw`\b(${NUMBER})\s+(?:[\w-]+\s){0,2}?(?:tasks|episodes|rollouts|trials)\b`,
  "gi",
);
const RATIO = new RegExp(
  String.raw`\b(${NUMBER})\s(?:out\sof|in|of)\s(?:every\s)?(${NUMBER})\b`,
  "gi",
);
const NO_OUTCOME =
  /^\s(?:[\w-]+\s){0,2}?(?:tasks?\b|suites?\b|[\w-]+\s(?:were|was|are)\s(?:run|recorded|evaluated|executed|finished|completed))/i;
const PART = new RegExp(
  String.raw`\b(?:(${NUMBER}|an?)[\s-])?(${Object.keys(parts).join("|")})\s(?:of\s)?(?:the\s|all\s|its\s|our\s)?(?:[\w-]+\s)?(?:${EPISODES})\b`,
  "gi",
);

const MOST = new RegExp(
  String.raw`\b(?:most|(?:the|a) (?:\w+ )?majority) (?:of )?(?:the |all |its )?(?:${EPISODES})\b`,
  "gi",
);

/** Counts and fractions in words: "ten tasks", "four in five", "half of the episodes". */
export function wordQuantitiesIn(sentence: string): Quantity[] {
  const make = (
    match: RegExpExecArray,
    kind: Quantity["kind"],
    value: number,
    of: number | null,
  ): Quantity => ({
    kind,
    digits: String(value),
    value,
    decimals: 0,
    of,
    modifier: modifierOf(
      sentence.slice(Math.max(0, match.index - 48), match.index),
      sentence.slice(match.index + match[0].length, match.index + match[0].length + 48),
    ),
    start: match.index,
    end: match.index + match[0].length,
  });
  const number = (word: string | undefined) => numbers[(word ?? "").toLowerCase()] ?? 1;
  const counts = [...sentence.matchAll(COUNT)].map((match) =>
    make(match, /tasks$/i.test(match[0]) ? "tasks" : "episodes", number(match[1]), null),
  );
  const ratios = [...sentence.matchAll(RATIO)].flatMap((match) => {
    const [value, of] = [number(match[1]), number(match[2])];
    // "Ten out of ten tasks were run" is no rate.
    const rest = sentence.slice(match.index + match[0].length, match.index + match[0].length + 48);
    const all = value === of && of > 1 && !NO_OUTCOME.test(rest);
    return value < of || all ? [make(match, "fraction", value, of)] : [];
  });
  const fractions = [...sentence.matchAll(PART)].map((match) =>
    make(match, "fraction", number(match[1]), parts[(match[2] ?? "").toLowerCase()] ?? 1),
  );
  const most = [...sentence.matchAll(MOST)].map(
    (match): Quantity => ({ ...make(match, "fraction", 1, 2), modifier: "above" }),
  );
  // "four out of five episodes" is a fraction, not five episodes.
  const covered = [...ratios, ...fractions, ...most];
  const inside = ({ start, end }: Quantity) =>
    covered.some((other) => start < other.end && other.start < end);
  return [...counts.filter((count) => !inside(count)), ...covered];
}
