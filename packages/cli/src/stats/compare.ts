import type { Outcome } from "../output.ts";
import { lines, percent, readCount, readRate, withStats } from "./numbers.ts";

/** Arguments of `stats compare`. */
export interface StatsCompareArgs {
  readonly a: string;
  readonly b: string;
  readonly margin?: string | undefined;
  readonly alpha: string;
}

/** `stats compare 323/400 352/400`: which of two independent runs is better, if that can be told. */
export async function statsCompare(args: StatsCompareArgs): Promise<Outcome> {
  const a = readCount(args.a);
  const b = readCount(args.b);
  const alpha = readRate("alpha", args.alpha);
  const margin = args.margin === undefined ? {} : { margin: readRate("margin", args.margin) };
  return withStats((stats) => {
    const found = stats.compareRates({ a, b, alpha, ...margin });
    const { interval, detectable } = found;
    const difference = detectable.difference;
    return {
      text: lines([
        ["verdict", found.verdict.replaceAll("_", " ")],
        ["a - b", found.estimate === null ? "no episodes" : points(found.estimate)],
        [
          `${percent(1 - alpha)} interval`,
          `${points(interval.lower)} to ${points(interval.upper)} (Miettinen-Nurminen)`,
        ],
        ["test of equal rates", `p = ${found.pValue.toPrecision(3)} (${found.test})`],
        [
          "could have seen",
          difference === null ? "no difference" : `differences from ${points(difference)} on`,
        ],
      ]),
      json: { a, b, alpha, ...margin, ...found },
    };
  });
}

/** A difference of rates in percentage points. */
function points(difference: number): string {
  return `${Number((difference * 100).toFixed(2))} points`;
}
