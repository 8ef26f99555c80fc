import type { Claim, Evidence } from "@worldflux/schema";
import { printable } from "@worldflux/schema";
import { clip } from "../clip.ts";
import type { WordingCode } from "./catalog.ts";
import { countRules } from "./count-rules.ts";
import { documentRules } from "./document-rules.ts";
import { wordingFacts } from "./facts.ts";
import { type Rule, severityOf, type WordingFinding } from "./finding.ts";
import { methodRules } from "./method-rules.ts";
import { gainRules, phraseRules } from "./phrase-rules.ts";
import { quantitiesIn } from "./quantities.ts";
import { rateRules } from "./rate-rules.ts";
import { type Sentence, sentencesOf } from "./sentences.ts";
import { strongestSentence } from "./strongest.ts";
import { totalRules } from "./total-rules.ts";
import { verdictRules } from "./verdict-rules.ts";

/** What a package allows to say, and what of a text it does not. */
export interface WordingReport {
  /** The strongest sentence that the package allows. */
  readonly strongest: string;
  /** In the order of the text. */
  readonly findings: readonly WordingFinding[];
  readonly sentences: number;
  /** Sentences with a finding of severity `error`. */
  readonly forbidden: number;
  /** True where more was found than is listed. */
  readonly cut: boolean;
}

/** Most findings that are listed. */
const MOST = 500;

const rules: readonly Rule[] = [
  rateRules,
  totalRules,
  countRules,
  methodRules,
  verdictRules,
  phraseRules,
  gainRules,
];

/**
 * Checks a README, a press text or slides against a package: every rate, count and interval, every
 * comparison and scope. Pure, and linear in the text. A heuristic: it reads English, sentence by
 * sentence, and knows patterns, not meaning (`docs/wording-lint.md` has measured rates of both
 * errors). It does not verify the package; do that first.
 *
 * @param text plain text or Markdown
 * @param of claim and evidence of one package that verifies
 */
export function lintWording(
  text: string,
  of: { readonly claim: Claim; readonly evidence: Evidence },
): WordingReport {
  const facts = wordingFacts(of.claim, of.evidence);
  const strongest = strongestSentence(of.claim, of.evidence);
  const placeOf = placer(text);
  const findings: (WordingFinding & { at: number })[] = [];
  const add = (
    sentence: Sentence,
    found: { code: WordingCode; start: number; end: number; why: string; rewrite: string },
  ) => {
    const { code, start, end, why, rewrite } = found;
    const at = sentence.place(start);
    const excerpt = clip(printable(sentence.text.slice(start, end)).trim(), 120);
    findings.push({ code, severity: severityOf(code), ...placeOf(at), excerpt, why, rewrite, at });
  };
  const read = sentencesOf(text).map((sentence) => ({
    sentence,
    quantities: quantitiesIn(sentence.text),
  }));
  let forbidden = 0;
  let cut = false;
  for (const { sentence, quantities } of read) {
    const found = rules.flatMap((rule) => rule({ sentence, quantities, facts, strongest }));
    if (found.some(({ code }) => severityOf(code) === "error")) forbidden++;
    if (findings.length >= MOST) cut ||= found.length > 0;
    else for (const one of withoutRepeats(found)) add(sentence, one);
  }
  for (const { sentence, quantity, ...left } of documentRules(read, facts)) {
    add(sentence, { ...left, start: quantity.start, end: quantity.end });
  }
  findings.sort((a, b) => a.at - b.at || (a.code < b.code ? -1 : 1));
  return {
    strongest,
    findings: findings.map(({ at, ...finding }) => finding),
    sentences: read.length,
    forbidden,
    cut,
  };
}

/** Two patterns of one family may see the same words. */
function withoutRepeats<F extends { code: WordingCode; start: number }>(found: readonly F[]): F[] {
  const seen = new Set<string>();
  return found.filter(({ code, start }) => {
    const key = `${code} ${start}`;
    return seen.has(key) ? false : seen.add(key) && true;
  });
}

/** Line and column of an offset, from 1. */
function placer(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
