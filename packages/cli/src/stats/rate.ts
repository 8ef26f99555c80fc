import type { IntervalMethod } from "@worldflux/stats";
import type { Outcome } from "../output.ts";
import { lines, percent, readCount, readQuestion, readRate, withStats } from "./numbers.ts";

/** Arguments of `stats rate`. */
export interface StatsRateArgs {
  readonly count: string;
  readonly "at-least"?: string | undefined;
  readonly "at-most"?: string | undefined;
  readonly margin: string;
  readonly alpha: string;
  readonly method: IntervalMethod;
}

/** `stats rate 323/400 --at-least 0.8`: interval and decision, without a package. */
export async function statsRate(args: StatsRateArgs): Promise<Outcome> {
  const count = readCount(args.count);
  const alpha = readRate("alpha", args.alpha);
  const rule = {
    ...readQuestion(args),
    margin: readRate("margin", args.margin),
    alpha,
    method: args.method,
  };
  return withStats((stats) => {
    const decision = stats.decideRate({ ...count, ...rule });
    const needed = stats.episodesStillNeeded({ ...count, rule });
    const { interval, exact, size } = decision;
    const more =
      decision.verdict === "supported" || decision.verdict === "refuted"
        ? "none: it is decided"
        : needed.atObservedRate === null
          ? "no number, if this rate goes on"
          : `${needed.atObservedRate.episodes} more at this rate (then ${needed.atObservedRate.verdict}); at the very least ${needed.soonest}`;
    return {
      text: lines([
        ["verdict", decision.verdict.replace("_", " ")],
        ["without margin", decision.strictVerdict.replace("_", " ")],
        ["threshold", percent(decision.threshold)],
        ["measured", decision.estimate === null ? "no episodes" : percent(decision.estimate)],
        [
          `${percent(1 - alpha)} interval`,
          `${percent(interval.lower)} to ${percent(interval.upper)} (${args.method})`,
        ],
        [
          "exact test",
          `p = ${exact.pValue.toPrecision(3)}, says ${exact.verdict.replace("_", " ")}`,
        ],
        [
          "false support",
          `${percent(size.actual)} at the threshold, nominal ${percent(size.nominal)}`,
        ],
        ["episodes needed", more],
      ]),
      json: { ...count, ...rule, ...decision, stillNeeded: needed },
    };
  });
}
