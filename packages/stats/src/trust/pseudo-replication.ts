import { checkBetween, StatsArgumentError } from "../arguments.ts";
import { mergedUnits } from "./merged-units.ts";
import { identicalRuns, periodicOutcomes } from "./repeated-outcomes.ts";
import { type Found, grouped, key, type ReplicateRecord } from "./replicate-record.ts";

/**
 * - `repeated_seed`, `repeated_initial_state`: episodes of one task share it.
 * - `identical_trace`: episodes, of whatever task, have the same trace.
 * - `identical_runs`: runs agree in every outcome, task by task, beyond chance.
 * - `periodic_outcomes`: the outcomes of a task repeat in a cycle, beyond chance.
 */
export const pseudoReplicationCodes = [
  "repeated_seed",
  "repeated_initial_state",
  "identical_trace",
  "identical_runs",
  "periodic_outcomes",
] as const;

/** One of {@link pseudoReplicationCodes}. */
export type PseudoReplicationCode = (typeof pseudoReplicationCodes)[number];

/** Episodes that seem to repeat one another. */
export interface PseudoReplicationFinding {
  readonly code: PseudoReplicationCode;
  /** Indices into the episodes, two or more that repeat one another in each group. */
  readonly groups: readonly (readonly number[])[];
  /** Number of different episodes, if this finding alone is right. */
  readonly effectiveEpisodes: number;
  /** Largest probability of such a coincidence among those found; null where none is involved. */
  readonly chance: number | null;
}

/** What {@link pseudoReplication} found. */
export interface PseudoReplication {
  readonly episodes: number;
  /** Number of different episodes when everything found is taken together. */
  readonly effectiveEpisodes: number;
  /** The checks for which the records held enough; the others say nothing. */
  readonly checked: readonly PseudoReplicationCode[];
  readonly findings: readonly PseudoReplicationFinding[];
}

/**
 * Finds episodes that were counted more than once: with one seed or initial state, the same trace,
 * the same outcomes run after run, or outcomes in a cycle.
 *
 * `effectiveEpisodes` counts each group of repeats once, as if repeats told nothing new (Kish 1965,
 * Survey Sampling, section 5.4, with a correlation of 1): it is a lower bound, close for a
 * deterministic policy and low for a random one. Intervals may take it as their n, with the rate
 * unchanged.
 *
 * Source: Hurlbert (1984), Ecological Monographs 54, 187-211, for the fault. The two checks of
 * outcomes are permutation tests given each task's number of successes (Lehmann & Romano, Testing
 * Statistical Hypotheses, 3rd ed., section 5.8) at level `alpha` each, divided by the number of
 * pairs of runs or of sequences. All successes or all failures never coincide beyond chance.
 *
 * Assumes that the records are in the order in which episodes ran, and that without the fault each
 * order of a task's outcomes is as likely. A finding is a question to the experimenter; that there
 * is none proves nothing, least of all for what is not in `checked`.
 *
 * @throws StatsArgumentError unless episodes is an array of records with boolean success and
 *   0 < alpha < 1
 */
export function pseudoReplication(
  episodes: readonly ReplicateRecord[],
  { alpha }: { readonly alpha: number },
): PseudoReplication {
  checkRecords(episodes);
  checkBetween("alpha", alpha, 0, 1);
  const checks: Readonly<Record<PseudoReplicationCode, () => Found | null>> = {
    repeated_seed: () => sharing(episodes, ({ task, seed }) => key(seed, task)),
    repeated_initial_state: () =>
      sharing(episodes, ({ task, initialState }) => key(initialState, task)),
    identical_trace: () => sharing(episodes, ({ trace }) => key(trace)),
    identical_runs: () => identicalRuns(episodes, alpha),
    periodic_outcomes: () => periodicOutcomes(episodes, alpha),
  };
  const checked: PseudoReplicationCode[] = [];
  const findings: PseudoReplicationFinding[] = [];
  for (const code of pseudoReplicationCodes) {
    const found = checks[code]();
    if (found === null) continue;
    checked.push(code);
    if (found.groups.length === 0) continue;
    const effectiveEpisodes = mergedUnits(episodes.length, found.groups);
    findings.push({ code, ...found, effectiveEpisodes });
  }
  const groups = findings.flatMap((finding) => finding.groups);
  const effectiveEpisodes = mergedUnits(episodes.length, groups);
  return { episodes: episodes.length, effectiveEpisodes, checked, findings };
}

/** Null where no record has the identity. */
function sharing(
  episodes: readonly ReplicateRecord[],
  identity: (record: ReplicateRecord) => string | null,
): Found | null {
  const groups = [...grouped(episodes, identity).values()];
  if (groups.length === 0) return null;
  return { groups: groups.filter((group) => group.length > 1), chance: null };
}

function checkRecords(episodes: readonly ReplicateRecord[]): void {
  if (!Array.isArray(episodes)) {
    throw new StatsArgumentError("episodes", "an array of episodes", episodes);
  }
  for (const [index, record] of episodes.entries()) {
    if (typeof record?.success !== "boolean") {
      throw new StatsArgumentError(`episodes[${index}].success`, "true or false", record?.success);
    }
  }
}
