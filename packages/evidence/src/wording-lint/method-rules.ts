import { range } from "../wording.ts";
import { isDenied } from "./context.ts";
import type { Found, Looked } from "./finding.ts";

/** Names of ways to compute an interval, and the word of a recorded method that means the same. */
const methods: readonly (readonly [string, RegExp])[] = [
  [
    "clopper_pearson",
    /\b(?:Clopper[\s–-]?Pearson|exact binomial (?:confidence )?(?:interval|CI|bound))/i,
  ],
  ["jeffreys", /\bJeffreys\b/i],
  ["agresti_coull", /\bAgresti[\s–-]?Coull\b/i],
  ["wilson", /\bWilson\b/i],
  ["wald", /\b(?:Wald|normal[\s-]approximation) (?:confidence )?(?:interval|CI|bound)/i],
  ["bootstrap", /\bbootstrap\w* (?:confidence )?(?:interval|CI|bound)/i],
];

/** An interval named after another method than the recorded ones. */
export function methodRules({ sentence: { text }, facts }: Looked): Found[] {
  if (!/\b(?:interval|CIs?|bounds?|limits?|confidence)\b/i.test(text)) return [];
  const { result, population, sequential, ppi } = facts.evidence;
  const recorded = [
    result.interval,
    ...population.answers.map(({ interval }) => interval),
    ...(sequential.interval === undefined ? [] : [sequential.interval]),
    ...(ppi ? [ppi.label_only.interval] : []),
  ].map((interval) => ("method" in interval ? String(interval.method) : ""));
  return methods.flatMap(([name, pattern]): Found[] => {
    const match = pattern.exec(text);
    if (match === null || recorded.some((method) => method.includes(name))) return [];
    const { index: start } = match;
    const before = text.slice(Math.max(0, start - 32), start);
    if (
      isDenied(text, start) ||
      /\b(?:instead of|rather than|unlike|than)\s(?:\w+\s)?$/i.test(before)
    ) {
      return [];
    }
    const why = `the interval is ${range(result.interval)}, by the method ${result.interval.method}`;
    const rewrite = `write ${range(result.interval)}`;
    return [{ code: "interval_differs", start, end: start + match[0].length, why, rewrite }];
  });
}
