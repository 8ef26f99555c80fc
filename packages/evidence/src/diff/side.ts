import {
  type AuditInput,
  type Claim,
  documentDigest,
  type EpisodeResult,
  type Evidence,
  type Protocol,
  preview,
  taskName,
  WorldFluxError,
} from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";
import { type MatchedCells, matchCells } from "../cells.ts";
import { resolvePlan } from "../plan.ts";

/** What is at hand of a package: its evidence, and of the rest what is there. */
export interface DiffInput {
  readonly evidence: Evidence;
  readonly claim?: Claim | undefined;
  readonly protocol?: Protocol | undefined;
  readonly input?: AuditInput | undefined;
  /** Lines of `episode_results.jsonl`; only the initial states in them are looked at. */
  readonly episodes?: Iterable<EpisodeResult> | undefined;
}

/** Which of the two packages. */
export type SideName = "left" | "right";

/** A task of a side, with what counts for the headline. */
export interface SideTask {
  readonly name: string;
  readonly successes: number;
  readonly episodes: number;
  readonly estimate: number | null;
}

/** One package, checked, in the form that the comparison works on. */
export interface Side extends DiffInput {
  readonly name: SideName;
  /** Tasks by the name under which they are compared. */
  readonly tasks: ReadonlyMap<string, SideTask>;
  /** null unless protocol.json and audit_input.json are at hand. */
  readonly cells: MatchedCells | null;
}

/**
 * Checks that the documents of a side belong together and that its counts can be counts.
 *
 * @throws WorldFluxError WF_PACKAGE_INVALID when a document is not the one that the evidence was
 * derived from, WF_DOCUMENT_INVALID when a count or a task of evidence.json contradicts itself
 */
export function sideOf(given: DiffInput, name: SideName): Side {
  const { evidence, claim, protocol, input } = given;
  checkDigest(name, "claim.json", claim, evidence.claim.sha256);
  checkDigest(name, "protocol.json", protocol, evidence.protocol.sha256);
  checkDigest(name, "audit_input.json", input, evidence.audit_input.sha256);
  checkCounts(name, evidence);
  const cells =
    protocol === undefined || input === undefined
      ? null
      : matchCells(resolvePlan(protocol, input.tasks), protocol);
  return { ...given, name, tasks: tasksOf(name, evidence), cells };
}

/** The name under which tasks are compared: case, dashes and underscores do not matter. */
export function taskKey(of: { suite: string | null; task: string | null }): string {
  return comparableName(taskName(of));
}

function checkDigest(name: SideName, file: string, document: unknown, expected: string): void {
  if (document === undefined || documentDigest(document) === expected) return;
  throw new WorldFluxError(
    "WF_PACKAGE_INVALID",
    `${name}: ${file} is not the one that evidence.json was derived from`,
    { hint: "compare whole package folders, or put evidence.json into a folder of its own" },
  );
}

function checkCounts(name: SideName, { result, rules, tasks }: Evidence): void {
  const rows = [
    ["/result", result] as const,
    ...rules.map((rule, i) => [`/rules/${i}`, rule] as const),
    ...tasks.map((task, i) => [`/tasks/${i}`, task] as const),
  ];
  const wrong = rows.find(
    ([, { successes, episodes, estimate }]) =>
      successes > episodes || (estimate === null) !== (episodes === 0),
  );
  if (wrong === undefined) return;
  const [pointer, { successes, episodes }] = wrong;
  throw contradiction(name, `${pointer} counts ${successes} successes in ${episodes} episodes`);
}

function tasksOf(name: SideName, { tasks }: Evidence): Map<string, SideTask> {
  const found = new Map<string, SideTask>();
  for (const { suite, task, successes, episodes, estimate } of tasks) {
    const key = taskKey({ suite, task });
    const shown = taskName({ suite, task });
    if (found.has(key)) throw contradiction(name, `/tasks names ${preview(shown)} twice`);
    found.set(key, { name: shown, successes, episodes, estimate });
  }
  return found;
}

function contradiction(name: SideName, what: string): WorldFluxError {
  return new WorldFluxError("WF_DOCUMENT_INVALID", `${name}: evidence.json: ${what}`, {
    hint: "`worldflux audit verify` says whether the package follows from its own episodes",
  });
}
