import type { EpisodeOrder, SuccessRule } from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";

/** What is known of an evaluator's files before there are any. */
export interface EvaluatorFacts {
  /** Name of the source in `worldflux audit run <source>`. */
  readonly source: string;
  /** Whether it writes the seed of an episode: `never`, only in `old` shapes, or `maybe`. */
  readonly seeds: "never" | "old" | "maybe";
  /** When an episode counts as a success; null where that depends. */
  readonly success: SuccessRule | null;
  /** Whether the order of episodes can be read; null where that depends. */
  readonly order: EpisodeOrder | null;
}

/** The sources that come with WorldFlux; what each says stands in `docs/adapters/`. */
export const evaluators: readonly EvaluatorFacts[] = [
  { source: "lerobot", seeds: "old", success: "any_step", order: null },
  { source: "openpi", seeds: "never", success: "any_step", order: "recorded" },
  { source: "lbm_eval", seeds: "never", success: "predicate", order: "unknown" },
  { source: "vla-eval", seeds: "never", success: null, order: null },
  { source: "gr00t-n1.7", seeds: "never", success: "any_step", order: null },
  { source: "pi-0.7", seeds: "maybe", success: null, order: null },
  { source: "embodied-gov-bench", seeds: "maybe", success: null, order: null },
  { source: "cosmos-predict", seeds: "maybe", success: null, order: null },
  { source: "bridge", seeds: "maybe", success: null, order: null },
  { source: "audit-input", seeds: "maybe", success: null, order: null },
  { source: "mapped", seeds: "maybe", success: null, order: "unknown" },
];

/** The evaluator that a protocol names. `gr00t` is any version of it. */
export function findEvaluator(name: string): EvaluatorFacts | undefined {
  const wanted = comparableName(name);
  return evaluators.find(
    ({ source }) =>
      comparableName(source) === wanted ||
      (source.startsWith("gr00t") && /^(?:isaac)?gr00t/.test(wanted)),
  );
}
