import {
  DenominatorPolicy,
  type DiffAxis,
  type DiffVerdict,
  type Evidence,
  type RatesDiff,
} from "@worldflux/schema";
import { comparePaired, compareRates, newcombePairedDifference } from "@worldflux/stats";
import { levelOf } from "../question.ts";
import { cautionsOf } from "./cautions.ts";
import { countPairs, type PairCounts, type Pairing } from "./pairing.ts";
import type { Side } from "./side.ts";

/** What the comparison rests on, beside the two sides. */
interface Basis {
  readonly axes: readonly DiffAxis[];
  readonly pairing: Pairing;
  readonly reasons: RatesDiff["reasons"];
}

/**
 * Compares the two headline rates: paired where episodes pair, else as independent samples, and
 * not at all where a reason stands against it. Better is said only where the test at alpha and the
 * interval both leave zero out, and more than zero where the tasks are mixed differently, and where
 * every rule that a protocol can declare for errors and missing episodes gives the same answer.
 */
export function compareRuns(left: Side, right: Side, basis: Basis): RatesDiff {
  const { pairing, reasons } = basis;
  const shift = pairing.possible ? 0 : mixShift(left, right);
  const frame = {
    pairing: { possible: pairing.possible, reason: pairing.reason },
    task_mix_shift: shift,
  };
  const same = left.evidence.audit_input.sha256 === right.evidence.audit_input.sha256;
  if (same || reasons.length > 0) {
    const verdict = same ? "same_episodes" : "cannot_tell";
    return { ...nothing, ...frame, verdict, reasons: same ? [] : reasons };
  }
  const alpha = alphaOf(left, right);
  const compareUnder = remembering(
    (rule: DenominatorPolicy) => sampleUnder(rule, left, right, pairing),
    (sample) => compareSample(sample, alpha, shift),
  );
  const { rule } = left.evidence.denominator_policy;
  const found = compareUnder(rule);
  const others = DenominatorPolicy.options
    .filter((other) => other !== rule)
    .map((other) => {
      const { estimate, verdict } = compareUnder(other);
      return { rule: other, estimate, verdict };
    });
  const settled = others.every((other) => other.verdict === found.verdict);
  return {
    ...found,
    verdict:
      settled || found.verdict === "difference_not_shown" ? found.verdict : "depends_on_counting",
    ...frame,
    reasons: [],
    other_rules: others,
    cautions: cautionsOf(left, right, basis.axes, { ...found, shift, others }),
  };
}

const nothing = {
  method: "none",
  estimate: null,
  intervals: [],
  test: null,
  p_value: null,
  pairs: null,
  detectable: null,
  other_rules: [],
  cautions: [],
} as const satisfies Partial<RatesDiff>;

/** Most rules count alike, and exact tests take time: equal samples are compared once. */
function remembering(
  sampleOf: (rule: DenominatorPolicy) => Sample,
  compare: (sample: Sample) => Compared,
): (rule: DenominatorPolicy) => Compared {
  const known = new Map<string, Compared>();
  return (rule) => {
    const sample = sampleOf(rule);
    const key = JSON.stringify(sample);
    const found = known.get(key) ?? compare(sample);
    known.set(key, found);
    return found;
  };
}

/** The stricter of the two sides' error probabilities, within what a claim can declare. */
function alphaOf(left: Side, right: Side): number {
  const level = Math.max(left.evidence.result.interval.level, right.evidence.result.interval.level);
  return Math.min(0.5, Math.max(1e-12, Number((1 - level).toFixed(12))));
}

type Compared = Pick<
  RatesDiff,
  "method" | "verdict" | "estimate" | "intervals" | "test" | "p_value" | "pairs" | "detectable"
>;

/** What is compared under one counting rule. */
type Sample = { readonly pairs: PairCounts } | { readonly a: Counts; readonly b: Counts };

interface Counts {
  readonly successes: number;
  readonly episodes: number;
}

/** Where both recorded the same of equally many cells, the missing ones are the same, and failed. */
function sampleUnder(rule: DenominatorPolicy, left: Side, right: Side, pairing: Pairing): Sample {
  const counts = { a: countsUnder(rule, left), b: countsUnder(rule, right) };
  if (!pairing.possible) return counts;
  const pairs = countPairs(pairing.cells, rule);
  const [missing, other] = [left, right].map(({ evidence }) => evidence.denominators.missing);
  if (rule !== "missing_as_failures" || missing === undefined) return { pairs };
  return missing === other ? { pairs: { ...pairs, neither: pairs.neither + missing } } : counts;
}

function countsUnder(rule: DenominatorPolicy, { evidence }: Side): Counts {
  const { successes, episodes } = ruleOf(evidence, rule) ?? evidence.result;
  return { successes, episodes };
}

function ruleOf(evidence: Evidence, rule: DenominatorPolicy) {
  if (evidence.denominator_policy.rule === rule) return evidence.result;
  return evidence.rules.find((of) => of.rule === rule);
}

function compareSample(sample: Sample, alpha: number, shift: number): Compared {
  return "pairs" in sample
    ? compareStarts(sample.pairs, alpha)
    : compareCounts(sample, alpha, shift);
}

function compareStarts(pairs: PairCounts, alpha: number): Compared {
  const found = comparePaired({ ...pairs, alpha });
  const { method, ...tango } = found.interval;
  const newcombe = newcombePairedDifference(pairs, { alpha });
  const level = levelOf({ alpha });
  return {
    method: "paired",
    verdict: verdictOf(found.verdict, tango, 0),
    estimate: found.estimate,
    intervals: [
      { method, level, ...tango },
      { method: "newcombe_paired", level, ...newcombe },
    ],
    test: found.test,
    p_value: found.pValue,
    pairs: {
      both: pairs.both,
      only_left: pairs.onlyA,
      only_right: pairs.onlyB,
      neither: pairs.neither,
    },
    detectable: found.detectable.difference,
  };
}

function compareCounts(
  { a, b }: { readonly a: Counts; readonly b: Counts },
  alpha: number,
  shift: number,
): Compared {
  const found = compareRates({ a, b, alpha });
  const { method, ...bounds } = found.interval;
  return {
    method: "unpaired",
    verdict: verdictOf(found.verdict, bounds, shift),
    estimate: found.estimate,
    intervals: [{ method, level: levelOf({ alpha }), ...bounds }],
    test: found.test,
    p_value: found.pValue,
    pairs: null,
    detectable: found.detectable.difference,
  };
}

/** The interval of an approximate method can reach over zero where an exact test does not. */
function verdictOf(
  verdict: string,
  { lower, upper }: { readonly lower: number; readonly upper: number },
  shift: number,
): DiffVerdict {
  if (verdict === "a_better" && lower > shift) return "left_better";
  if (verdict === "b_better" && upper < -shift) return "right_better";
  return "difference_not_shown";
}

/**
 * The largest difference of the two rates that unequal shares of the tasks can make by themselves:
 * half the sum of the differences of the shares.
 */
function mixShift({ tasks: a }: Side, { tasks: b }: Side): number {
  const total = (of: Side["tasks"]) =>
    [...of.values()].reduce((sum, { episodes }) => sum + episodes, 0);
  const [m, n] = [total(a), total(b)];
  if (m === 0 || n === 0) return 0;
  let sum = 0;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    // One rounding each; equal shares give exactly 0.
    const cross = (a.get(key)?.episodes ?? 0) * n - (b.get(key)?.episodes ?? 0) * m;
    sum += Math.abs(cross) / (m * n);
  }
  return Math.min(1, sum / 2);
}
