import { type Quantity, quantitiesIn, type Sentence, sentencesOf } from "@worldflux/evidence";
import { printable } from "@worldflux/schema";
import { rateFeasibility } from "@worldflux/stats";
import type { PaperPage } from "./paper-page.ts";

/** A success rate that a paper seems to state. A draft to confirm, never a fact. */
export interface CandidateRate {
  /** As `--use` takes it, from 1. */
  readonly number: number;
  /** As printed, such as `86.5 %` or `432/500`. */
  readonly printed: string;
  /** The rate as a ratio. */
  readonly value: number;
  readonly place: "title" | "abstract" | "text";
  /** The sentence that it stands in, at most 400 characters. */
  readonly sentence: string;
  /** Episodes that the sentence states in all; null where it does not. */
  readonly episodes: number | null;
  readonly feasibility: Feasibility;
}

/** Whether a count of successes can give the printed percentage. */
export interface Feasibility {
  /** For the episodes that the sentence states; null where it states none. */
  readonly possible: boolean | null;
  /** Counts of successes that give it, where episodes are stated and it is possible. */
  readonly successes: { readonly from: number; readonly to: number } | null;
  /** Of the usual numbers of episodes, those with which it is possible, and those without. */
  readonly usual: { readonly possible: readonly number[]; readonly impossible: readonly number[] };
}

/** Most candidates that are proposed. */
const MOST = 20;
/** Numbers of episodes that papers use again and again. */
const USUAL = [10, 20, 25, 50, 100, 200, 250, 400, 500, 1000, 1500, 2000];

const SUCCESS = /\b(?:succe(?:ss|ed)\w*|solv\w+|complet(?:es?|ed|ing|ion)\b|accomplish\w*|SR\b)/i;
const DIFFERENCE_BEFORE =
  /\b(?:by|increase of|gain of|improvement of|boost of|drop of|additional|extra|another|reduc\w+ \w+ (?:of|by))\s(?:up to\s|over\s|about\s|nearly\s|an?\s(?:average of\s)?)?$/i;
const DIFFERENCE_AFTER =
  /^[\s~%]{0,3}(?:\w+\s){0,2}?(?:improvements?|gains?|increases?|boosts?|higher|better|lower|worse|fewer|faster|more|less|of the (?:data|demonstrations|training))\b/i;
const PER = /^\s?(?:[\w-]+\s){0,3}?(?:per|each|for each|a task|every)\b/i;

/**
 * The success rates that a title, an abstract or a text states, each with its sentence. Differences
 * ("by 16.5 %"), levels and intervals are left out. No number is made up, joined or converted between
 * tasks; linear in the text.
 */
export function candidateRates(page: PaperPage): CandidateRate[] {
  const found: Omit<CandidateRate, "number">[] = [];
  const seen = new Set<string>();
  for (const [place, text] of [
    ["title", page.title],
    ["abstract", page.abstract],
    ["text", page.text],
  ] as const) {
    for (const sentence of sentencesOf(text ?? "")) {
      if (found.length >= MOST) break;
      if (!SUCCESS.test(sentence.text)) continue;
      for (const candidate of inSentence(sentence)) {
        // The abstract is part of the text of a page, too.
        const key = `${candidate.printed} ${candidate.sentence}`;
        if (!seen.has(key) && found.length < MOST) found.push({ ...candidate, place });
        seen.add(key);
      }
    }
  }
  return found.map((candidate, i) => ({ number: i + 1, ...candidate }));
}

function inSentence({ text }: Sentence): Omit<CandidateRate, "number" | "place">[] {
  const quantities = quantitiesIn(text);
  const total = quantities.find(
    ({ kind, end }) => kind === "episodes" && !PER.test(after(text, end)),
  );
  return quantities.flatMap((quantity) => {
    const rate = rateOf(quantity, text);
    if (rate === undefined) return [];
    const episodes = quantity.kind === "fraction" ? quantity.of : (total?.value ?? null);
    return [
      {
        ...rate,
        sentence: around(text, quantity.start),
        episodes,
        feasibility: feasibilityOf(quantity, episodes),
      },
    ];
  });
}

function rateOf({ kind, digits, value, of, start, end }: Quantity, text: string) {
  if (DIFFERENCE_BEFORE.test(text.slice(Math.max(0, start - 48), start))) return undefined;
  if (DIFFERENCE_AFTER.test(text.slice(end, end + 64))) return undefined;
  if (kind === "percent" || kind === "score")
    return { printed: `${digits} %`, value: ratio(digits) };
  if (kind === "ratio") return { printed: digits, value: Number(digits) };
  if (kind !== "fraction" || of === null || of < 2) return undefined;
  return { printed: `${value}/${of}`, value: value / of };
}

/** 86.5 as 0.865: by its digits, so that no other number comes of it. */
function ratio(percent: string): number {
  return Number(`${percent}e-2`);
}

function feasibilityOf({ kind, digits }: Quantity, episodes: number | null): Feasibility {
  const percent = kind === "ratio" ? String(Number((Number(digits) * 100).toFixed(4))) : digits;
  const none = { possible: null, successes: null, usual: { possible: [], impossible: [] } };
  if (kind === "fraction") return none;
  const at = (n: number) => rateFeasibility({ percent, episodes: n });
  if (episodes !== null && episodes > 0) {
    const { feasible, successes } = at(episodes);
    const counts = successes.half_up ?? successes.half_even;
    return { ...none, possible: feasible, successes: feasible ? counts : null };
  }
  const possible = USUAL.filter((n) => at(n).feasible);
  const impossible = USUAL.filter((n) => !possible.includes(n));
  return { ...none, usual: { possible, impossible } };
}

function after(text: string, end: number): string {
  // "500 episodes per task": past the noun.
  return text
    .slice(end, end + 80)
    .replace(
      /^\s?(?:[\w-]+\s){0,2}?(?:episodes?|trials?|rollouts?|attempts?|runs|evaluations)/i,
      "",
    );
}

/** The sentence, or what stands around the number of a long one. */
function around(text: string, start: number): string {
  const from = text.length <= 400 ? 0 : Math.max(0, Math.min(start - 200, text.length - 400));
  return printable(text.slice(from, from + 400))
    .replace(/\s+/g, " ")
    .trim();
}
