import { fraction, range } from "../wording.ts";
import { isAboutOutcomes, saysSingleTask, saysWhatIsLeftOut } from "./context.ts";
import { mentions, type WordingFacts } from "./facts.ts";
import type { Found, Looked } from "./finding.ts";
import { namedScope } from "./named-scope.ts";
import type { Quantity } from "./quantities.ts";

type Problem = Omit<Found, "start" | "end"> | undefined;

/** Speaks of making the policy, not of testing it. */
const TRAINING =
  /\b(?:train\w*|fine-?tun\w*|pre-?train\w*|demonstrat\w+|collect\w*|teleoperat\w*|learn(?:s|ed)? from|step)\b/i;

/** Numbers of episodes and tasks, and intervals, against those of the evidence. */
export function countRules(looked: Looked): Found[] {
  const found = looked.quantities.flatMap((quantity) => {
    const problem = judge(quantity, looked);
    return problem === undefined ? [] : [{ ...problem, start: quantity.start, end: quantity.end }];
  });
  return [...found, ...allWereRun(looked)];
}

function judge(quantity: Quantity, looked: Looked): Problem {
  switch (quantity.kind) {
    case "fraction":
      return fractionProblem(quantity, looked);
    case "episodes":
      return episodesProblem(quantity, looked);
    case "tasks":
      return tasksProblem(quantity, looked);
    case "interval":
      return intervalProblem(quantity, looked);
    case "half_width":
      return halfWidthProblem(quantity, looked);
    default:
      return undefined;
  }
}

function fractionProblem({ value, of, start, end }: Quantity, looked: Looked): Problem {
  const { facts, sentence } = looked;
  const n = of ?? 0;
  const { text } = sentence;
  const about = isAboutOutcomes(sentence, facts) || sentence.row || facts.counts.has(n);
  if (!about || n <= 10) return undefined; // "9 out of 10" is a rate; 24/7 is not about episodes
  if (!facts.counts.has(n) && !/\b(?:success|episode|trial|rollout|attempt)/i.test(text))
    return undefined;
  const is = (rate: { successes: number; episodes: number }) =>
    rate.episodes === n && (rate.successes === value || rate.episodes - rate.successes === value);
  const { denominators, result } = facts.evidence;
  if (is(result)) {
    const scope = namedScope(looked);
    if (scope === undefined || is(scope)) return undefined;
    const count = `${scope.successes}/${scope.episodes}`;
    const why = `${scope.name} has ${count}; ${fraction(result)} is of the whole`;
    return { code: "rate_differs", why, rewrite: `write ${count}` };
  }
  if (n === denominators.planned || n === denominators.recorded) {
    const parts: readonly unknown[] = Object.entries(denominators)
      .filter(([name]) => name !== "success" && name !== "failure")
      .map(([, count]) => count);
    if (parts.includes(value) && !isOfOutcomes(text, start, end, value === n)) return undefined;
  }
  const task = facts.tasks.filter(is);
  if (
    task.some(({ names }) => mentions(sentence.form, names)) ||
    (task.length > 0 && saysSingleTask(text))
  ) {
    return undefined;
  }
  const rule = facts.rules.find(is);
  if (rule !== undefined) {
    if (saysWhatIsLeftOut(text)) return undefined;
    const why = "that is another counting rule than the protocol's";
    return {
      code: "other_counting_rule",
      why,
      rewrite: `write ${fraction(result)}, or say what is left out`,
    };
  }
  if (task.length > 0) {
    const why = `that is the count of ${task[0]?.name} alone`;
    return { code: "slice_as_whole", why, rewrite: `name the task, or write ${fraction(result)}` };
  }
  const [named, ...more] = facts.tasks.filter(({ names }) => mentions(sentence.form, names));
  if (named !== undefined && more.length === 0) {
    const count = `${named.successes}/${named.episodes}`;
    return differs(`the evidence counts ${count} for ${named.name}`, count);
  }
  return differs(`the evidence counts ${fraction(result)}`, fraction(result));
}

/** How episodes are kept, which is not how they end. */
const KEPT =
  /\b(?:recorded|planned|scheduled|pending|missing|present|kept|counted|(?:were|are|was|been|is|all) (?:complete[d]?|evaluated|executed|performed|run|finished)|(?:ran|ran all|evaluated|executed|performed|finished))\b/i;
const SUCCEEDED = /(?<!\bas (?:a )?)\b(?:succe\w+|solv\w+|accomplish\w*|passe[sd]|SR)\b/i;
const FAILED = /(?<!\bas (?:a )?)\bfail\w*/i;
const ERRED = /\b(?:errors?|errored|crash\w*|missing|pending|duplicat\w+|excluded)\b/i;

const CLAUSE = /[;,|()]|\s(?:and|but|of which)\s/;

/**
 * Whether a count that the record has beside its outcomes, such as all 400 recorded of 400 planned, is said of the
 * outcomes: the clause that it stands in, or else the one before it, has a word for them. All of the episodes, with no
 * word for keeping them either, are taken for an outcome.
 */
function isOfOutcomes(text: string, start: number, end: number, all: boolean): boolean {
  const clauses = text.slice(Math.max(0, start - 160), start).split(CLAUSE);
  const rest = text
    .slice(end, end + 160)
    .split(CLAUSE, 1)
    .join("");
  for (const clause of [`${clauses.pop() ?? ""} # ${rest}`, ...clauses.reverse()]) {
    if (SUCCEEDED.test(clause)) return true;
    if (FAILED.test(clause)) return !ERRED.test(clause);
    if (KEPT.test(clause) || ERRED.test(clause)) return false;
  }
  return all;
}

function episodesProblem({ value, start, end }: Quantity, { facts, sentence }: Looked): Problem {
  const { result } = facts;
  if (/\b(?:more|further|additional|extra)\b/i.test(sentence.text.slice(start, end + 24)))
    return undefined;
  if (facts.counts.has(value) || TRAINING.test(sentence.text)) return undefined;
  return differs(`the evidence counts ${result.episodes} episodes`, `${result.episodes} episodes`);
}

function tasksProblem({ value }: Quantity, { facts, sentence }: Looked): Problem {
  const { tasks } = facts.evidence;
  const suites = new Map<string | null, number>();
  for (const { suite } of tasks) suites.set(suite, (suites.get(suite) ?? 0) + 1);
  if (value === tasks.length || [...suites.values()].includes(value)) return undefined;
  const { text } = sentence;
  if (TRAINING.test(text) || !/\b(?:succe|evaluat|test|across|all|episode|rate|run)/i.test(text))
    return undefined;
  // "4 of the tasks are collapsed" and the like speak of some of them.
  if (value < tasks.length && !/\ball\b/i.test(text)) return undefined;
  return differs(`the evidence counts ${tasks.length} tasks`, `${tasks.length} tasks`);
}

function differs(why: string, write: string): Problem {
  return { code: "count_differs", why, rewrite: `write ${write}` };
}

function intervalProblem({ value, of, decimals }: Quantity, { facts, sentence }: Looked): Problem {
  const { text } = sentence;
  if (!isAboutOutcomes(sentence, facts) && !/\b(?:interval|CI|confidence|bound)/i.test(text))
    return undefined;
  const unit = 10 ** -decimals;
  const is = ([lower, upper]: readonly [number, number]) =>
    Math.abs(lower - value) < unit && Math.abs(upper - (of ?? 0)) < unit;
  const named = facts.tasks.filter(({ names }) => mentions(sentence.form, names));
  const ruled = saysWhatIsLeftOut(text) ? facts.rules : [];
  const others = [...named, ...ruled].map(({ lower, upper }) => [lower, upper] as const);
  if ([...facts.intervals, ...others].some(is) || isTaskRange(value, of, facts)) return undefined;
  return notTheInterval(facts);
}

/** "Between 50 % and 100 % by task" is no interval. */
function isTaskRange(low: number, high: number | null, { tasks }: WordingFacts): boolean {
  const rates = tasks.map(({ percent }) => percent);
  return (
    rates.length > 1 &&
    Math.abs(Math.min(...rates) - low) < 0.5 &&
    Math.abs(Math.max(...rates) - (high ?? 0)) < 0.5
  );
}

function halfWidthProblem({ value, decimals }: Quantity, { facts, sentence }: Looked): Problem {
  if (!isAboutOutcomes(sentence, facts)) return undefined;
  const unit = Math.max(0.1, 10 ** -decimals);
  const near = facts.intervals.some(
    ([lower, upper]) => Math.abs((upper - lower) / 2 - value) <= unit,
  );
  return near ? undefined : notTheInterval(facts);
}

function notTheInterval({ result }: WordingFacts): Problem {
  const interval = range(result.interval);
  return {
    code: "interval_differs",
    why: `the interval is ${interval}`,
    rewrite: `write ${interval}`,
  };
}

/** "All planned episodes were run" where some are missing. */
function allWereRun({ sentence: { text }, facts }: Looked): Found[] {
  const { missing, pending, planned, recorded } = facts.evidence.denominators;
  const match =
    /\ball\b[\w\s,]{0,24}?\bepisodes\s(?:were|was|have been|are|had been)\s(?:run|recorded|completed|executed|evaluated|finished)/i.exec(
      text,
    );
  if (match === null || missing + pending === 0) return [];
  const why = `${missing} of ${planned} planned episodes are missing and ${pending} pending`;
  const place = { start: match.index, end: match.index + match[0].length };
  return [
    {
      code: "count_differs",
      why,
      rewrite: `write ${recorded} recorded of ${planned} planned`,
      ...place,
    },
  ];
}
