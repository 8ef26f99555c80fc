export { StatsArgumentError } from "./arguments.ts";
export { type Alternative, binomialTest } from "./rate/binomial-test.ts";
export { decideRate, type RateClaim, type RateDecision, type Verdict } from "./rate/decide.ts";
export {
  type Interval,
  type IntervalMethod,
  intervalMethods,
  rateBound,
  rateInterval,
  type Side,
} from "./rate/interval.ts";
export {
  criticalCount,
  type Direction,
  type IntervalRule,
  sizeAtThreshold,
} from "./rate/size.ts";
export type { Operator } from "./rate/threshold.ts";
