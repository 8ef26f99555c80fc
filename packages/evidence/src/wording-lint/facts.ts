import {
  type Claim,
  DenominatorPolicy,
  type Evidence,
  printable,
  type Result,
  taskName,
  type Verdict,
} from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";
import { clip } from "../clip.ts";

/** A rate of the evidence, in percent, with what it is the rate of. */
interface KnownRate {
  readonly percent: number;
  readonly successes: number;
  readonly episodes: number;
  readonly lower: number;
  readonly upper: number;
}

/** The rate of one task or suite, and the names by which a text may call it. */
export interface TaskRate extends KnownRate {
  readonly names: readonly string[];
  readonly name: string;
}

/** What a text about a package may say, ready to compare with. */
export interface WordingFacts {
  readonly evidence: Evidence;
  readonly result: Result;
  /** null where no episode counts. */
  readonly headline: KnownRate | null;
  readonly tasks: readonly TaskRate[];
  /** Under each counting rule that a protocol can declare. */
  readonly rules: readonly KnownRate[];
  /** Intervals that may be quoted for the whole, in percent. */
  readonly intervals: readonly (readonly [number, number])[];
  /** Counts of episodes that may be stated. */
  readonly counts: ReadonlySet<number>;
  /** In the claim's favour a rate goes up (`>=`) or down (`<=`). */
  readonly favour: 1 | -1;
  /** Names of policy, benchmark and suites, in the form that `mentions` compares. */
  readonly names: readonly string[];
  /** Names of policy and benchmark alone, in that form. */
  readonly whole: readonly string[];
  readonly simulator: string | null;
}

type Counted = {
  successes: number;
  episodes: number;
  estimate: number | null;
  interval: { lower: number; upper: number };
};

/** Most tasks whose own rates are known to the linter. */
const MOST_TASKS = 2000;

/** The numbers and names of a package. */
export function wordingFacts(claim: Claim, evidence: Evidence): WordingFacts {
  const { result, denominators, population, sequential, ppi } = evidence;
  const tasks = evidence.tasks.slice(0, MOST_TASKS).flatMap((task) => {
    const rate = knownRate(task);
    const suite = task.suite ?? "";
    const names = [`${suite}/${task.task ?? ""}`, task.task ?? ""].map(comparableName);
    return rate === null
      ? []
      : [{ ...rate, names: names.filter(isName), name: clip(printable(taskName(task)), 80) }];
  });
  const suites = evidence.tasks.flatMap((task) => task.suite ?? []);
  const { subject, applicability } = claim;
  const whole = [subject.id.split(/[/:]/).at(-1) ?? "", applicability.benchmark];
  const called = [...whole, ...suites];
  return {
    evidence,
    result,
    headline: knownRate(result),
    tasks: [...tasks, ...suiteRates(evidence.tasks)],
    rules: evidence.rules
      .filter(({ rule }) => DenominatorPolicy.options.some((policy) => policy === rule))
      .flatMap((rule) => knownRate(rule) ?? []),
    intervals: [
      result.interval,
      ...population.answers.map((answer) => answer.interval),
      ...(sequential.interval === undefined ? [] : [sequential.interval]),
      ...(evidence.worst_task === null ? [] : [evidence.worst_task.smallest_rate]),
      ...(ppi?.interval ? [ppi.interval] : []),
      ...(ppi ? [ppi.label_only.interval] : []),
    ].map(({ lower, upper }) => [lower * 100, upper * 100] as const),
    counts: new Set([
      ...suiteRates(evidence.tasks).flatMap(({ episodes, successes }) => [episodes, successes]),
      result.episodes,
      result.successes,
      result.episodes - result.successes,
      ...Object.values(denominators).filter((n): n is number => typeof n === "number"),
      ...evidence.rules.map((rule) => rule.episodes),
      ...population.answers.map((answer) => Math.round(answer.effective_episodes)),
      ...evidence.tasks.flatMap((task) => [task.episodes, task.successes]),
      ...(sequential.episodes === undefined ? [] : [sequential.episodes]),
    ]),
    favour: result.operator.startsWith(">") ? 1 : -1,
    names: [...new Set(called.map(comparableName).filter(isName))],
    whole: whole.map(comparableName),
    simulator: applicability.simulator ?? null,
  };
}

/** The rates of the suites of a package of several: a table of them is what most READMEs show. */
function suiteRates(tasks: Evidence["tasks"]): TaskRate[] {
  const bySuite = new Map<string, { successes: number; episodes: number }>();
  for (const { suite, successes, episodes } of tasks) {
    if (suite === null) continue;
    const sum = bySuite.get(suite) ?? { successes: 0, episodes: 0 };
    sum.successes += successes;
    sum.episodes += episodes;
    bySuite.set(suite, sum);
  }
  if (bySuite.size < 2) return [];
  return [...bySuite].slice(0, MOST_TASKS).flatMap(([suite, { successes, episodes }]) => {
    const names = [comparableName(suite)].filter(isName);
    const percent = (100 * successes) / episodes;
    // The evidence has no interval for a suite.
    const none = { lower: Number.NaN, upper: Number.NaN };
    const name = clip(printable(suite), 80);
    return episodes === 0 ? [] : [{ percent, successes, episodes, ...none, names, name }];
  });
}

function knownRate({ successes, episodes, estimate, interval }: Counted): KnownRate | null {
  if (estimate === null) return null;
  const bounds = { lower: interval.lower * 100, upper: interval.upper * 100 };
  return { percent: estimate * 100, successes, episodes, ...bounds };
}

/** A name that is no word of every text. */
function isName(name: string): boolean {
  return name.length >= 3 && /[a-z]/.test(name);
}

/**
 * Whether a text calls something by one of its names.
 *
 * @param form the text in the form of `comparableName`: case, dashes, underscores and spaces aside
 */
export function mentions(form: string, names: readonly string[]): boolean {
  return names.some((name) => {
    for (let at = form.indexOf(name); at >= 0; at = form.indexOf(name, at + 1)) {
      // `libero_spatial/1` is not mentioned by `libero_spatial/10`.
      const digit = /\d$/.test(name) && /\d/.test(form.charAt(at + name.length));
      if (!digit) return true;
    }
    return false;
  });
}

/** What the verdict allows to say of the claim: all of it, only with its margin, or nothing. */
export function allowedClaim({ verdict, strict_verdict: strict }: Result): Verdict | "margin" {
  return verdict === "supported" && strict !== "supported" ? "margin" : verdict;
}
