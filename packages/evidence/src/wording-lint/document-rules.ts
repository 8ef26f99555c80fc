import { range } from "../wording.ts";
import type { WordingCode } from "./catalog.ts";
import { isAboutOutcomes, isOfOtherThing } from "./context.ts";
import type { WordingFacts } from "./facts.ts";
import type { Quantity } from "./quantities.ts";
import type { Sentence } from "./sentences.ts";

/** A sentence and its numbers. */
export interface Read {
  readonly sentence: Sentence;
  readonly quantities: readonly Quantity[];
}

/** Something that the text as a whole leaves out, told at its first rate. */
export interface LeftOut {
  readonly code: WordingCode;
  readonly sentence: Sentence;
  readonly quantity: Quantity;
  readonly why: string;
  readonly rewrite: string;
}

/** What the text leaves out beside its first success rate. */
export function documentRules(read: readonly Read[], facts: WordingFacts): LeftOut[] {
  const first = firstRate(read, facts);
  if (first === undefined) return [];
  const all = read.flatMap(({ quantities }) => quantities);
  const { result } = facts;
  const { error, missing, pending, planned } = facts.evidence.denominators;
  const states = (n: number) =>
    all.some(
      ({ kind, value, of }) =>
        (kind === "episodes" && value === n) || (kind === "fraction" && of === n),
    );
  const found: LeftOut[] = [];
  if (!states(result.episodes) && ![...facts.counts].some((n) => n > 20 && states(n))) {
    const why = "nothing in the text says how many episodes that is of";
    found.push({
      ...first,
      code: "n_missing",
      why,
      rewrite: `add "${result.successes}/${result.episodes}"`,
    });
  }
  if (!all.some(({ kind }) => kind === "interval" || kind === "half_width")) {
    const why = "nothing in the text says how uncertain that is";
    found.push({
      ...first,
      code: "interval_missing",
      why,
      rewrite: `add "${range(result.interval)}"`,
    });
  }
  const named = read.some(({ sentence: { text } }) =>
    /\b(?:errors?|errored|crash\w*|missing|pending|incomplete|counting rule|denominator)\b/i.test(
      text,
    ),
  );
  if (error + missing + pending > 0 && !named) {
    const why = `of ${planned} planned episodes ${error} ended in an error, ${missing} are missing and ${pending} pending`;
    found.push({ ...first, code: "rule_not_named", why, rewrite: "say how they are counted" });
  }
  return found;
}

function firstRate(read: readonly Read[], facts: WordingFacts) {
  for (const { sentence, quantities } of read) {
    if (!isAboutOutcomes(sentence, facts)) continue;
    const quantity = quantities.find(
      ({ kind, end }) =>
        ["percent", "ratio", "score"].includes(kind) && !isOfOtherThing(sentence.text, end),
    );
    if (quantity !== undefined) return { sentence, quantity };
  }
  return undefined;
}
