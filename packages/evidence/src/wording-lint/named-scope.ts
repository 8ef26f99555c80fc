import { mentions, type TaskRate } from "./facts.ts";
import type { Looked } from "./finding.ts";

/** The sentence speaks of more than what it names, or singles it out of the whole. */
const WHOLE =
  /\b(?:overall|total|average|mean|whole|altogether|together|across|all|includ\w+|of which|except|other|than|hardest|easiest|best|worst|lowest|highest|weakest|strongest|suites)\b/i;

/**
 * The one task or suite that a sentence names, where a reader takes its numbers for those of that one. Only names
 * that are no common words ("reach", "push") and no part of what the policy or the benchmark is called.
 */
export function namedScope({ sentence, quantities, facts }: Looked): TaskRate | undefined {
  if (WHOLE.test(sentence.text)) return undefined;
  const isOwn = (name: string) =>
    (/[\d/]/.test(name) || name.length >= 8) && !facts.whole.some((other) => other.includes(name));
  const named = facts.tasks.flatMap((task) => {
    const by = task.names.filter((name) => isOwn(name) && mentions(sentence.form, [name]));
    return by[0] === undefined ? [] : [{ task, by: by[0] }];
  });
  if (named.length > 2) return undefined;
  // `libero_goal/3` names its suite too.
  const [first, ...more] = named.filter(
    ({ by }) => !named.some((other) => other.by !== by && other.by.includes(by)),
  );
  if (first === undefined || more.length > 0) return undefined;
  const { percent, successes, episodes } = first.task;
  const own = quantities.some(({ kind, value, of }) =>
    kind === "fraction"
      ? value === successes && of === episodes
      : kind === "percent" && Math.abs(value - percent) < 0.5,
  );
  return own ? undefined : first.task;
}
