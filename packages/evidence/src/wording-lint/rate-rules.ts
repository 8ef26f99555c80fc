import { declared, fraction, percent } from "../wording.ts";
import {
  isAboutOutcomes,
  isDenied,
  isOfOtherThing,
  saysSingleTask,
  saysWhatIsLeftOut,
  speaksOfFailing,
} from "./context.ts";
import { mentions, type TaskRate } from "./facts.ts";
import type { Found, Looked } from "./finding.ts";
import type { Modifier } from "./modifiers.ts";
import { namedScope } from "./named-scope.ts";
import type { Quantity } from "./quantities.ts";
import { flattery, isRounded, ROUNDING } from "./rounding.ts";
import { claimProblem } from "./verdict-rules.ts";

const kinds = ["percent", "ratio", "score"];

/** A stated rate, as one of successes. */
interface Stated {
  readonly value: number;
  readonly decimals: number;
  readonly modifier: Modifier | null;
  readonly start: number;
  readonly end: number;
}

type Problem = Omit<Found, "start" | "end"> | undefined;

/** Success and failure rates, against those of the evidence. */
export function rateRules(looked: Looked): Found[] {
  const { sentence, quantities, facts } = looked;
  const about = isAboutOutcomes(sentence, facts);
  const level = quantities.some(({ kind }) => kind === "interval")
    ? facts.result.interval.level * 100
    : Number.NaN;
  return quantities.flatMap((quantity) => {
    if (!isRate(quantity) || Math.abs(quantity.value - level) < 1e-9) return [];
    const { start, end } = quantity;
    const isBound = boundSide(quantity, looked) !== undefined && !OTHER_BOUND.test(sentence.text);
    if (!(about || isBound) || isOfOtherThing(sentence.text, end))
      return [notChecked(quantity, sentence.text)];
    const problem = judge(asSuccess(quantity, sentence.text), looked);
    return problem === undefined ? [] : [{ ...problem, start, end }];
  });
}

/** Rates, and "9 out of 10" where nobody ran ten episodes. */
function isRate({ kind, of, value }: Quantity): boolean {
  return (
    kinds.includes(kind) || (kind === "fraction" && (of ?? 0) <= 10 && (of ?? 0) > 1 && value > 0)
  );
}

function notChecked({ start, end }: Quantity, text: string): Found {
  const why = `${text.slice(start, end).trim()} does not seem to be a success rate; it was not compared`;
  return { code: "number_not_checked", start, end, why, rewrite: "check it yourself" };
}

/** 13.5 % of failures are 86.5 % of successes; above becomes below. */
function asSuccess(quantity: Quantity, text: string): Stated {
  const { kind, start, end, of, decimals, modifier } = quantity;
  const value = kind === "fraction" ? (100 * quantity.value) / (of ?? 1) : quantity.value;
  if (!speaksOfFailing(text, start, end)) return { value, decimals, modifier, start, end };
  const turned = modifier === "above" ? "below" : modifier === "below" ? "above" : modifier;
  return { value: 100 - value, decimals, modifier: turned, start, end };
}

function judge(stated: Stated, looked: Looked): Problem {
  const { headline, result, favour } = looked.facts;
  if (headline === null) {
    const why = "no episode counts, so the evidence has no rate";
    return { code: "rate_differs", why, rewrite: looked.strongest };
  }
  const side = boundSide(stated, looked);
  if (side !== undefined) return boundProblem(side, stated, looked);
  if (isCalledSo(stated, looked)) return undefined;
  if (stated.modifier === "above" || stated.modifier === "below") return bound(stated, looked);
  const off = flattery(stated.value, headline.percent, favour);
  const near = Math.abs(off) <= 5;
  if (stated.modifier === "almost" && off > ROUNDING && near) return roundedUp(looked);
  if (stated.modifier === "about" && near) return off > ROUNDING ? roundedUp(looked) : undefined;
  if (stated.modifier === "reach" && isClaimed(stated, looked)) {
    return isDenied(looked.sentence.text, stated.start)
      ? undefined
      : claimProblem(looked.sentence.text, looked);
  }
  if (isRounded(stated.value, stated.decimals, headline.percent) && stated.modifier !== "peak") {
    const scope = namedScope(looked);
    const claimed = scope !== undefined && !isDenied(looked.sentence.text, stated.start);
    if (claimed && !isRounded(stated.value, stated.decimals, scope.percent)) return ofThat(scope);
    const reaches = result.baseline * 100;
    const crosses =
      flattery(stated.value, reaches, favour) >= 0 &&
      flattery(headline.percent, reaches, favour) < 0;
    return off > ROUNDING || crosses ? roundedUp(looked) : undefined;
  }
  return elsewhere(stated, looked);
}

const BOUND =
  /\b(lower|upper)\s(?:[\w%-]+\s){0,3}?(?:bound|limit|end)(?:\s(?:of|on|for)\s(?:[\w%-]+\s){0,4}?[\w%-]+)?(?:\s(?:is|was|of|at|only|still)){0,3}[\s:=|(]{0,3}$/i;

/** An upper bound on the memory in use, in a sentence that has no word for outcomes. */
const OTHER_BOUND =
  /\b(?:bound|limit|end)\s(?:of|on|for)\s(?!(?:[\w%-]+\s){0,4}?(?:interval|rate|CI)\b)/i;

/** "The lower bound is 82.8 %": which end of the interval the number is said to be. */
function boundSide({ start, end }: Pick<Stated, "start" | "end">, { sentence: { text } }: Looked) {
  const word = BOUND.exec(text.slice(Math.max(0, start - 80), start))?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  const turned = speaksOfFailing(text, start, end);
  return (word === "lower") === turned ? "upper" : "lower";
}

function boundProblem(
  side: "lower" | "upper",
  stated: Stated,
  { facts, sentence }: Looked,
): Problem {
  const { interval } = facts.result;
  const named = facts.tasks.filter(({ names }) => mentions(sentence.form, names));
  const ruled = saysWhatIsLeftOut(sentence.text) ? facts.rules : [];
  const ends = [
    ...facts.intervals.map(([lower, upper]) => ({ lower, upper })),
    ...named,
    // All missing episodes taken for failures, or for successes, bound the rate as well.
    ...ruled.flatMap((rule) => [rule, { lower: rule.percent, upper: rule.percent }]),
  ];
  const unit = 10 ** -stated.decimals;
  if (ends.some((one) => Math.abs(one[side] - stated.value) < unit)) return undefined;
  if (isDenied(sentence.text, stated.start)) return undefined;
  const is = percent(interval[side], 2);
  return {
    code: "interval_differs",
    why: `the ${side} end of the interval is ${is}`,
    rewrite: `write ${is}`,
  };
}

/** "At least 80 %" is about the true rate, so the interval has to show it. */
function bound({ value, modifier, start }: Stated, looked: Looked): Problem {
  const { facts, sentence, strongest } = looked;
  if (isDenied(sentence.text, start) || facts.headline === null) return undefined;
  const above = modifier === "above";
  const inFavour = above === facts.favour > 0;
  if (inFavour && isClaimed({ value }, looked)) {
    return /\b(?:refut\w+|inconclusive|not support\w*|neither|cannot|could not|claim(?:ed)? of)\b/i.test(
      sentence.text,
    )
      ? undefined
      : claimProblem(sentence.text, looked);
  }
  const { lower, upper } = facts.headline;
  if (above ? value <= lower + ROUNDING : value >= upper - ROUNDING) return undefined;
  const end = above ? `begins at ${percent(lower / 100, 2)}` : `ends at ${percent(upper / 100, 2)}`;
  const why = `the interval ${end}, so the episodes do not show a rate ${above ? "above" : "below"} ${Number(value.toFixed(4))} %`;
  return { code: "bound_not_shown", why, rewrite: strongest };
}

function isClaimed({ value }: { value: number }, { facts: { result } }: Looked): boolean {
  return [result.claimed, result.baseline].some((rate) => Math.abs(rate * 100 - value) < 1e-6);
}

function roundedUp({ facts }: Looked): Problem {
  const { result } = facts;
  const why = `the rate is ${fraction(result)}, which is short of that`;
  return { code: "rounded_up", why, rewrite: `write ${exact(result)}` };
}

function exact({
  estimate,
  successes,
  episodes,
}: {
  estimate: number | null;
  successes: number;
  episodes: number;
}) {
  return `${declared(Number((estimate ?? 0).toFixed(4)))} (${successes}/${episodes})`;
}

/** A rate that is not the headline's: of a task, of another rule, of the claim, or of nothing. */
function elsewhere({ value, decimals, modifier, start }: Stated, looked: Looked): Problem {
  const { facts, sentence, strongest } = looked;
  const { text } = sentence;
  const same = (rate: { percent: number }) =>
    isRounded(value, decimals, rate.percent) &&
    flattery(value, rate.percent, facts.favour) <= ROUNDING;
  const named = facts.tasks.filter((task) => mentions(sentence.form, task.names));
  const tasks = facts.tasks.filter(same);
  if (tasks.some((task) => named.includes(task))) return undefined;
  const extreme = extremeProblem(text, same, looked);
  if (extreme !== undefined) return extreme;
  if (tasks.length > 0 && saysSingleTask(text)) return undefined;
  if (
    facts.evidence.population.answers.some(
      ({ estimate }) => estimate !== null && same({ percent: estimate * 100 }),
    )
  ) {
    return undefined;
  }
  if (isReference(value, looked)) return undefined;
  const rule = facts.rules.find(same);
  if (rule !== undefined) {
    if (saysWhatIsLeftOut(text)) return undefined;
    const why = `that is ${rule.successes}/${rule.episodes}, by another counting rule than the protocol's`;
    return {
      code: "other_counting_rule",
      why,
      rewrite: `write ${exact(facts.result)}, or say what is left out`,
    };
  }
  if (isDenied(text, start, true)) return undefined;
  const [one, ...more] = named;
  if (one !== undefined && more.length === 0 && modifier !== "peak") return ofThat(one);
  if (tasks.length > 0 || modifier === "peak") {
    const which = tasks[0]?.name;
    const why =
      which === undefined ? "no task has that rate" : `that is the rate of ${which} alone`;
    const code = which === undefined ? "rate_differs" : "slice_as_whole";
    return { code, why, rewrite: `name the task, or write ${exact(facts.result)}` };
  }
  if (isDenied(text, start)) return undefined;
  const why = `the evidence has ${fraction(facts.result)}, and that rate nowhere`;
  return { code: "rate_differs", why, rewrite: strongest };
}

/** The rate of what is named, in place of a wrong one. */
function ofThat({ name, successes, episodes }: TaskRate): Problem {
  const rate = exact({ estimate: successes / episodes, successes, episodes });
  return { code: "rate_differs", why: `${name} has ${rate}`, rewrite: `write ${rate}` };
}

/** "The hardest task" has the lowest rate of all, and "the best" the highest. */
function extremeProblem(
  text: string,
  same: (rate: { percent: number }) => boolean,
  { facts }: Looked,
): Problem {
  const word =
    /\b(?:(hardest|lowest|worst|weakest)|easiest|highest|best|strongest) (?:\w+ )?(?:tasks?|suites?)\b/i.exec(
      text,
    );
  const tasks = facts.tasks.filter(({ lower }) => !Number.isNaN(lower));
  if (word === null || tasks.length < 2 || /suite/i.test(word[0])) return undefined;
  const sign = word[1] === undefined ? -1 : 1;
  const [first] = [...tasks].sort((a, b) => sign * (a.percent - b.percent));
  return first === undefined || same(first) ? undefined : ofThat(first);
}

/** "A margin of 5 %", "threshold 75 %": the number is said to be that, and is. */
function isCalledSo(
  { value, start }: Stated,
  { facts: { result }, sentence: { text } }: Looked,
): boolean {
  const before = text.slice(Math.max(0, start - 32), start);
  const is = (ratio: number) => Math.abs(ratio * 100 - value) < 1e-6;
  if (/\b(?:margin|slack|tolerance)\s(?:of\s|is\s)?$/i.test(before)) return is(result.margin);
  return /\bthreshold\s(?:of\s|is\s|at\s)?$/i.test(before) && is(result.threshold);
}

/** The claimed rate, the threshold, the margin or an end of the interval, called so. */
function isReference(value: number, { facts, sentence: { text } }: Looked): boolean {
  const { result, intervals } = facts;
  const is = (ratio: number) => Math.abs(ratio * 100 - value) < 1e-6;
  const claim = /\b(?:claim\w*|target|goal|threshold|bar|baseline|hypothesis|line|requirement)\b/i;
  if ([result.claimed, result.baseline, result.threshold].some(is)) {
    return (
      claim.test(text) || /\b(?:reach(?:es)? over|below|above|inconclusive|margin)\b/i.test(text)
    );
  }
  if (is(result.margin) && /\b(?:margin|slack|tolerance)\b/i.test(text)) return true;
  return (
    /\b(?:interval|bound|confidence|CI)\b/i.test(text) &&
    intervals.flat().some((end) => Math.abs(end - value) <= 0.1)
  );
}
