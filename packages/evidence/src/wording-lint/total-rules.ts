import { fraction } from "../wording.ts";
import { saysSingleTask, saysWhatIsLeftOut } from "./context.ts";
import { mentions } from "./facts.ts";
import type { Found, Looked } from "./finding.ts";

const EPISODES =
  "(?:episodes?|rollouts?|trials?|attempts?|runs?|evaluations?|tries|try|times?|executions?)";
const ALL = String.raw`(?:all|every|each)(?: single)?(?: one)?(?: of)?(?: the| its| our| these| those)?(?: [\w-]+){0,3}? ${EPISODES}`;
const NONE = String.raw`(?:no|none|zero|not one|not a single)(?: of)?(?: the| its| our| these| those)?(?: [\w-]+){0,3}? ${EPISODES}`;
const PLACE = String.raw`(?: (?:of|in|on) [\w./-]+)?`;
const ARE = String.raw`(?: (?:were|was|are|is|have|has|had|been|ended|ends|end|in|a|as|\w+ly)){0,3}`;
const SUCCEED = "(?:succe(?:ed(?:s|ed)?|ss|sses|ssful|ssfully)|solved|passed)";
const FAIL = String.raw`(?:fail(?:s|ed|ures?)?|unsuccessful)(?! (?:with|due|because|from|by|for|to)\b)`;

/** Sentences that say of every episode, without a number, how it ended; and the rate that this is, in percent. */
const totals: readonly (readonly [number, RegExp])[] = [
  [100, new RegExp(String.raw`\b${ALL}${PLACE}${ARE} ${SUCCEED}\b`, "gi")],
  [0, new RegExp(String.raw`\b${ALL}${PLACE}${ARE} ${FAIL}\b`, "gi")],
  [
    100,
    new RegExp(
      String.raw`\b(?:succeed(?:s|ed|ing)?|solv(?:es?|ed|ing)|successful|successfully completed)(?: (?:in|on|at))? ${ALL}\b`,
      "gi",
    ),
  ],
  [0, new RegExp(String.raw`\bfail(?:s|ed|ing)?(?: (?:in|on|at))? ${ALL}\b`, "gi")],
  [100, new RegExp(String.raw`\b(?:${NONE}|none)${PLACE}${ARE} ${FAIL}\b`, "gi")],
  [0, new RegExp(String.raw`\b(?:${NONE}|none)${PLACE}${ARE} ${SUCCEED}\b`, "gi")],
  [
    100,
    /\b(?:no|zero|(?<![\d.,])0|not a single|not one|without any)(?: single| recorded| observed)? (?:failures?|failed (?:episodes?|rollouts?|trials?|attempts?|runs?))\b(?! (?:labels?|modes?|categor|annotat|reasons?|types?|caus|analys|evidence|of\b|due|from|with|because|that|which|other|in the|(?:were|was|are|is|has been|have been) (?:left|excl|drop|hid|remov|omit|label|annot|re-?run|count)))/gi,
  ],
  [
    100,
    /\b(?:(?:has |have )?never (?:once |ever )?failed|(?:did not|didn['’]t|has not|hasn['’]t) (?:fail|failed) (?:once|ever|a single|in any|at all))\b(?! (?:to|with|because|due|from)\b)/gi,
  ],
];

/** "Not all", "if every", "whether all". */
const NOT_SAID =
  /(?:\b(?:not|never|nor|neither|if|whether|unless|suppose|until|had|would|should|almost|nearly)|n['’]t)(?:\s\w+){0,2}\s$/i;

/** "All episodes succeeded", "no episode failed", "never failed": a rate without a number. */
export function totalRules(looked: Looked): Found[] {
  const { text } = looked.sentence;
  const judged = new Map<number, ReturnType<typeof judge>>();
  const judgeOnce = (percent: number) => {
    if (!judged.has(percent)) judged.set(percent, judge(percent, looked));
    return judged.get(percent);
  };
  return totals.flatMap(([percent, pattern]) =>
    [...text.matchAll(pattern)].flatMap((match): Found[] => {
      const before = text.slice(Math.max(0, match.index - 48), match.index);
      const problem = NOT_SAID.test(before) ? undefined : judgeOnce(percent);
      const place = { start: match.index, end: match.index + match[0].length };
      return problem === undefined ? [] : [{ ...problem, ...place }];
    }),
  );
}

function judge(percent: number, looked: Looked): Omit<Found, "start" | "end"> | undefined {
  const { facts, sentence, strongest } = looked;
  const is = (rate: { percent: number }) => Math.abs(rate.percent - percent) < 1e-9;
  if (facts.headline !== null && is(facts.headline)) return undefined;
  const tasks = facts.tasks.filter(is);
  if (tasks.some(({ names }) => mentions(sentence.form, names))) return undefined;
  // "All 10 episodes of task 3": a task by its number, or one of several.
  const single = saysSingleTask(sentence.text) || /\btask\s#?\d/i.test(sentence.text);
  if (single && tasks.length > 0) return undefined;
  if (saysWhatIsLeftOut(sentence.text) && facts.rules.some(is)) return undefined;
  const why =
    facts.headline === null
      ? "no episode counts, so the evidence has no rate"
      : `that is a rate of ${percent} %, and the evidence has ${fraction(facts.result)}`;
  return { code: "rate_differs", why, rewrite: strongest };
}
