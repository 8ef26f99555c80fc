import { readFileSync } from "node:fs";
import { lintWording } from "../src/index.ts";
import { wordingPackages } from "./wording-packages.ts";

interface Labelled {
  readonly package: string;
  readonly text: string;
  readonly codes: readonly string[];
}

/** How well one half of the corpus is told apart. */
export interface Measured {
  readonly sentences: number;
  /** Sentences that a careful reviewer would refuse. */
  readonly forbidden: number;
  readonly found: number;
  readonly missed: number;
  readonly falselyFound: number;
  /** Of the refused sentences, how many are rightly refused. */
  readonly precision: number;
  /** Of the sentences to refuse, how many are refused. */
  readonly recall: number;
  /** Sentences for which exactly the labelled codes are given. */
  readonly exact: number;
  /** What went wrong, in words. */
  readonly misses: readonly string[];
}

/** The labelled sentences. */
export function readCorpus(): Readonly<Record<"development" | "held_out", readonly Labelled[]>> {
  const path = new URL("../fixtures/wording-corpus.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Runs the linter over both halves. */
export function measureCorpus(): Readonly<Record<"development" | "held_out", Measured>> {
  const { development, held_out } = readCorpus();
  return { development: measure(development), held_out: measure(held_out) };
}

function measure(sentences: readonly Labelled[]): Measured {
  const judged = sentences.map((sentence) => ({ ...sentence, given: codesOf(sentence) }));
  const count = (of: (s: (typeof judged)[number]) => boolean) => judged.filter(of).length;
  const found = count(({ codes, given }) => codes.length > 0 && given.length > 0);
  const forbidden = count(({ codes }) => codes.length > 0);
  const refused = count(({ given }) => given.length > 0);
  const same = ({ codes, given }: (typeof judged)[number]) =>
    [...codes].sort().join() === given.join();
  return {
    sentences: sentences.length,
    forbidden,
    found,
    missed: forbidden - found,
    falselyFound: refused - found,
    precision: found / refused,
    recall: found / forbidden,
    exact: count(same),
    misses: judged
      .filter((one) => !same(one))
      .map(({ text, codes, given }) => `${text} [${codes.join()}] [${given.join()}]`),
  };
}

function codesOf({ package: name, text }: Labelled): string[] {
  const of = wordingPackages[name];
  if (of === undefined) throw new Error(`no package ${name}`);
  const { findings } = lintWording(text, of);
  const errors = findings.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ code }) => code))].sort();
}
