import { type WordingCode, type WordingSeverity, wordingCatalog } from "./catalog.ts";
import type { WordingFacts } from "./facts.ts";
import type { Quantity } from "./quantities.ts";
import type { Sentence } from "./sentences.ts";

/** What is wrong with a sentence. */
export interface WordingFinding {
  readonly code: WordingCode;
  readonly severity: WordingSeverity;
  /** Line and column of the words, from 1; a column is a UTF-16 unit. */
  readonly line: number;
  readonly column: number;
  /** The words, at most 120 characters. */
  readonly excerpt: string;
  readonly why: string;
  /** What to write instead. */
  readonly rewrite: string;
}

/** A finding whose place is still one in its sentence. */
export interface Found {
  readonly code: WordingCode;
  readonly start: number;
  readonly end: number;
  readonly why: string;
  readonly rewrite: string;
}

/** What a rule looks at. */
export interface Looked {
  readonly sentence: Sentence;
  readonly quantities: readonly Quantity[];
  readonly facts: WordingFacts;
  /** The strongest sentence that the package allows. */
  readonly strongest: string;
}

/** One family of rules. */
export type Rule = (looked: Looked) => Found[];

/** The severity that goes with a code. */
export function severityOf(code: WordingCode): WordingSeverity {
  return wordingCatalog[code].severity;
}
