export type { Mutant, MutantOutcome } from "./attack.ts";
export { type Excuse, excuses } from "./excuses.ts";
export {
  type AttackLevel,
  attackLevels,
  type MutationClass,
  mutationClasses,
} from "./mutation.ts";
export { type SelfTest, type SelfTestOptions, selfTest, type Unverified } from "./self-test.ts";
export type { SampledList } from "./trials.ts";
