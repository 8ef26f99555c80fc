import { percent } from "../wording.ts";
import { isDenied, saysWhatIsLeftOut, speaksOfFailing } from "./context.ts";
import { mentions } from "./facts.ts";
import type { Looked } from "./finding.ts";
import { ROUNDING } from "./rounding.ts";
import { isClaimed, type Problem, type Stated } from "./stated-rate.ts";
import { claimProblem } from "./verdict-rules.ts";

const BOUND =
  /\b(lower|upper)\s(?:[\w%-]+\s){0,3}?(?:bound|limit|end)(?:\s(?:of|on|for)\s(?:[\w%-]+\s){0,4}?[\w%-]+)?(?:\s(?:is|was|of|at|only|still)){0,3}[\s:=|(]{0,3}$/i;

/** An upper bound on the memory in use, in a sentence that has no word for outcomes. */
const OTHER_BOUND =
  /\b(?:bound|limit|end)\s(?:of|on|for)\s(?!(?:[\w%-]+\s){0,4}?(?:interval|rate|CI)\b)/i;

/** Whether a number is said to be an end of the interval, and of nothing else. */
export function isBoundOfRate(number: Pick<Stated, "start" | "end">, looked: Looked): boolean {
  return boundSide(number, looked) !== undefined && !OTHER_BOUND.test(looked.sentence.text);
}

/** "The lower bound is 82.8 %": which end of the interval the number is said to be. */
export function boundSide(
  { start, end }: Pick<Stated, "start" | "end">,
  { sentence: { text } }: Looked,
) {
  const word = BOUND.exec(text.slice(Math.max(0, start - 80), start))?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  const turned = speaksOfFailing(text, start, end);
  return (word === "lower") === turned ? "upper" : "lower";
}

/** A stated end of the interval, against every interval that it may be the end of. */
export function boundProblem(
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
export function rateBeyond({ value, modifier, start }: Stated, looked: Looked): Problem {
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
