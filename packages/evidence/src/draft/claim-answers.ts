import type {
  DenominatorPolicy,
  IntervalMethod,
  Operator,
  Population,
  SuccessRule,
} from "@worldflux/schema";

/** What somebody says of a claim and its protocol; what is left out is as in the template. */
export interface ClaimAnswers {
  /** `org/model`, an address, or a name. */
  readonly subject?: string;
  readonly checkpoint?: string;
  readonly benchmark?: string;
  readonly operator?: Operator;
  /** The rate that is claimed, from 0 to 1. */
  readonly rate?: number;
  /** What is compared against, where that is not the claimed rate. */
  readonly baseline?: number;
  readonly margin?: number;
  readonly alpha?: number;
  readonly method?: IntervalMethod;
  readonly population?: Population;
  /** Suites and tasks. */
  readonly tasks?: readonly string[];
  /** Episodes of each task and seed. */
  readonly episodes?: number;
  /** Empty where the evaluator takes none. */
  readonly seeds?: readonly number[];
  readonly denominator?: DenominatorPolicy;
  readonly success?: SuccessRule;
  readonly maxSteps?: number;
  readonly evaluator?: string;
  /** The sentence; without it one is made of the other answers. */
  readonly text?: string;
}
