export type { Mutant, MutantOutcome } from "./attack.ts";
export { defaultLimit } from "./default-limit.ts";
export { type Excuse, excuses } from "./excuses.ts";
export type { FolderTest } from "./folder-test.ts";
export {
  type AttackLevel,
  attackLevels,
  type MutationClass,
  mutationClasses,
} from "./mutation.ts";
export {
  type SelfTest,
  type SelfTestOptions,
  selfTest,
  type Unverified,
} from "./self-test.ts";
export { type CheckTally, type ClassTally, type ReasonTally, tally } from "./tally.ts";
export type { SampledList } from "./trials.ts";
