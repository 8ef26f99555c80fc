import { readFileSync } from "node:fs";
import { lintWording } from "../src/index.ts";
import { wordingPackages } from "./wording-packages.ts";

interface Labelled {
  readonly package: string;
  readonly text: string;
  /** Codes of severity error that a careful reviewer gives. */
  readonly codes: readonly string[];
}

type Half = "development" | "held_out";

/** How well sentences are told apart. */
export interface Measured {
  readonly sentences: number;
  readonly forbidden: number;
  /** Of the sentences that are refused, the part that should be. */
  readonly precision: number;
  /** Of the sentences that should be refused, the part that is. */
  readonly recall: number;
  /** Sentences for which exactly the labelled codes are given. */
  readonly exact: number;
}

/** Codes about words; all others are about numbers. */
const aboutWords = [
  "scope_too_wide",
  "comparison_not_shown",
  "absolute_word",
  "forbidden_word",
  "independence_not_shown",
];

/** Which codes a row of the measurement looks at. */
export const families = {
  all: () => true,
  numbers: (code: string) => !aboutWords.includes(code),
  words: (code: string) => aboutWords.includes(code),
} as const;

/** The labelled sentences of one half. */
export function readCorpus(half: Half): readonly Labelled[] {
  const path = new URL("../fixtures/wording-corpus.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"))[half];
}

/** Runs the linter over one half, looking at one family of codes. */
export function measureCorpus(half: Half, family: keyof typeof families): Measured {
  const judged = readCorpus(half).map((sentence) => ({
    labelled: sentence.codes.filter(families[family]).sort(),
    given: codesOf(sentence).filter(families[family]),
  }));
  const count = (of: (s: (typeof judged)[number]) => boolean) => judged.filter(of).length;
  const both = count(({ labelled, given }) => labelled.length > 0 && given.length > 0);
  const forbidden = count(({ labelled }) => labelled.length > 0);
  return {
    sentences: judged.length,
    forbidden,
    precision: both / count(({ given }) => given.length > 0),
    recall: both / forbidden,
    exact: count(({ labelled, given }) => labelled.join() === given.join()),
  };
}

/** The codes of severity error that the linter gives, in order. */
export function codesOf({ package: name, text }: Labelled): string[] {
  const of = wordingPackages[name];
  if (of === undefined) throw new Error(`no package ${name}`);
  const { findings } = lintWording(text, of);
  const errors = findings.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ code }) => code))].sort();
}
