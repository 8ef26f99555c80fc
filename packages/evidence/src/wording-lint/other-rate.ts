import { fraction } from "../wording.ts";
import { isDenied, saysSingleTask, saysWhatIsLeftOut } from "./context.ts";
import { mentions } from "./facts.ts";
import type { Looked } from "./finding.ts";
import { flattery, isRounded, ROUNDING } from "./rounding.ts";
import { exact, ofThat, type Problem, type Stated } from "./stated-rate.ts";

/** A rate that is not the headline's: of a task, of another rule, of the claim, or of nothing. */
export function otherRate({ value, decimals, modifier, start }: Stated, looked: Looked): Problem {
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
