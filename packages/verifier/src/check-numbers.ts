import {
  type DeriveOptions,
  derivation,
  deriveEvidence,
  episodeId,
  failureIndex,
  failureReplays,
  optionsOf,
  renderMarkdown,
  tabulateEpisodes,
} from "@worldflux/evidence";
import {
  type AuditInput,
  type EpisodeResult,
  type Evidence,
  earliestTime,
  type FailureEvidence,
  isBefore,
  outcomeLetters,
  WorldFluxError,
} from "@worldflux/schema";
import { readLock } from "@worldflux/signing";
import { type Check, type CheckId, fail, notEvaluated, pass, verdictOf } from "./check.ts";
import { describeDifference, firstDifference, firstDifferentRecord } from "./difference.ts";
import type { Documents } from "./documents.ts";
import { lockFiles } from "./lock-files.ts";
import { forgetful, type Memory } from "./memory.ts";
import type { PackageFiles } from "./read-folder.ts";

/** Derives the evidence of the package at hand. */
type Derive = (options: DeriveOptions) => Evidence;

/** The heart: derives every number again from the package's own records, and compares. */
export function* checkNumbers(
  documents: Documents,
  { files }: PackageFiles,
  memory: Memory = forgetful,
): Generator<Check> {
  const {
    "claim.json": claim,
    "protocol.json": protocol,
    "audit_input.json": input,
    "evidence.json": evidence,
    "episode_results.jsonl": episodes,
    "raw_evidence_manifest.json": raw,
    "failure_evidence_index.jsonl": index,
    "failure_replay_manifest.jsonl": replays,
  } = documents;
  yield memory("recompute.episodes", [input, episodes], () => recomputeEpisodes(documents, memory));
  const locks = lockFiles(files);
  const names = locks.map(({ name }) => name).join(" ");
  const of = [claim, protocol, input, ...locks.map(({ bytes }) => bytes)];
  const derived: Derive = (options) =>
    memory(`derive ${options.stopping} ${names}`, of, () => {
      // Asked for only when these three are there.
      if (!claim || !protocol || !input) throw new TypeError("nothing to derive from");
      const facts = locks.map(({ name, bytes }) => readLock(bytes, name));
      return deriveEvidence(claim, protocol, input, { ...options, locks: facts });
    });
  yield memory(`recompute.evidence ${names}`, [evidence, ...of], () =>
    recomputeEvidence(documents, derived),
  );
  yield recomputeText(documents, memory);
  yield memory("recompute.failures", [claim, protocol, input, episodes, raw, index, replays], () =>
    recomputeFailures(documents),
  );
}

/** `audit_input.json` must follow from `episode_results.jsonl`, and its counts from its own letters. */
function recomputeEpisodes(documents: Documents, memory: Memory): Check {
  const id = "recompute.episodes";
  const { "audit_input.json": input, "episode_results.jsonl": episodes } = documents;
  if (!input) return notEvaluated(id, "audit_input.json could not be read");
  const letters = input.tasks.map((task) => task.outcomes).join("");
  const problems: string[] = [];
  for (const [outcome, letter] of Object.entries(outcomeLetters)) {
    const counted = letters.split(letter).length - 1;
    const stated = input.counts[outcome as keyof typeof outcomeLetters];
    if (counted !== stated) {
      problems.push(
        `audit_input.json /counts/${outcome} is ${stated}, but its own sequences hold ${counted}`,
      );
    }
  }
  const recorded = letters.length - input.counts.missing;
  if (input.counts.recorded !== recorded) {
    problems.push(
      `audit_input.json /counts/recorded is ${input.counts.recorded}, but its own sequences hold ${recorded}`,
    );
  }
  const predicted = input.predictions?.labelled;
  if (
    predicted &&
    (predicted.n11 + predicted.n10 !== input.counts.success ||
      predicted.n01 + predicted.n00 !== input.counts.failure)
  ) {
    problems.push(
      "audit_input.json /predictions/labelled does not add up to the recorded outcomes",
    );
  }
  if (episodes === undefined) {
    if (problems.length > 0) return fail(id, ...problems);
    return notEvaluated(
      id,
      "episode_results.jsonl is withheld; its outcomes are in audit_input.json",
    );
  }
  const { tasks, counts, starts } = memory("tabulated", [episodes], () =>
    tabulateEpisodes(episodes),
  );
  const difference =
    firstDifference(counts, input.counts, "/counts") ??
    firstDifference(tasks, input.tasks, "/tasks");
  if (difference) {
    problems.push(
      describeDifference("audit_input.json", difference, "episode_results.jsonl gives"),
    );
  }
  const late = lateStart(input, starts);
  if (late !== undefined) problems.push(late);
  const misnumbered = memory("wrong ids", [episodes], () => wrongIds(episodes));
  if (misnumbered !== undefined) problems.push(misnumbered);
  return verdictOf(id, problems, `${episodes.length} records give the counts and sequences`);
}

/** No episode may have begun before what the audit input says of the run. */
function lateStart(
  { recorded_times: times }: AuditInput,
  { first, every }: ReturnType<typeof tabulateEpisodes>["starts"],
): string | undefined {
  if (first === undefined) return undefined;
  const stated = every ? times?.started_at : earliestTime([times?.started_at, times?.other_at]);
  if (stated !== undefined && !isBefore(first, stated)) return undefined;
  return `audit_input.json /recorded_times has ${stated ?? "no start"}, but an episode began at ${first}`;
}

function wrongIds(episodes: Iterable<EpisodeResult>): string | undefined {
  let line = 0;
  for (const { id } of episodes) {
    if (id !== episodeId(line++)) return `episode_results.jsonl:${line}: the id is out of sequence`;
  }
  return undefined;
}

/** `evidence.json` must be what claim, protocol and audit input give. */
function recomputeEvidence(documents: Documents, derive: Derive): Check {
  const id = "recompute.evidence";
  const {
    "claim.json": claim,
    "protocol.json": protocol,
    "audit_input.json": input,
    "evidence.json": evidence,
  } = documents;
  if (!claim || !protocol || !input || !evidence) {
    return notEvaluated(id, "claim, protocol, audit input or evidence could not be read");
  }
  if (evidence.derivation !== derivation) {
    return fail(
      id,
      `evidence.json was derived by rules ${evidence.derivation}, and this verifier derives by rules ${derivation}: verify it with the version of worldflux that audit_provenance.json names`,
    );
  }
  return guarded(id, () => {
    const derived = derive(optionsOf(evidence));
    const difference = firstDifference(derived, evidence);
    return difference
      ? fail(id, describeDifference("evidence.json", difference, "the episodes give"))
      : pass(
          id,
          `${derived.result.successes}/${derived.result.episodes}, interval, test, verdict ${derived.result.verdict} and labels follow`,
        );
  });
}

/** `evidence.md` must say what `evidence.json` says. */
function recomputeText(documents: Documents, memory: Memory): Check {
  const id = "recompute.text";
  const { "claim.json": claim, "evidence.json": evidence, "evidence.md": text } = documents;
  if (!claim || !evidence || text === undefined) {
    return notEvaluated(id, "claim.json, evidence.json or evidence.md could not be read");
  }
  return guarded(id, () => {
    const expected = memory("text", [claim, evidence], () =>
      renderMarkdown(claim, evidence).split("\n"),
    );
    const actual = text.split("\n");
    const at = expected.findIndex((line, i) => line !== actual[i]);
    if (at === -1 && actual.length === expected.length) {
      return pass(id, "evidence.md says what evidence.json says");
    }
    const line = at === -1 ? expected.length : at + 1;
    return fail(id, `evidence.md:${line} does not say what evidence.json says`);
  });
}

/** The failure index and the replay hints must list the failures that the records hold. */
function recomputeFailures(documents: Documents): Check {
  const id = "recompute.failures";
  const {
    "claim.json": claim,
    "protocol.json": protocol,
    "audit_input.json": input,
    "episode_results.jsonl": episodes,
    "raw_evidence_manifest.json": raw,
    "failure_evidence_index.jsonl": index,
    "failure_replay_manifest.jsonl": replays,
  } = documents;
  if (!claim || !protocol || !input || !episodes || (!index && !replays)) {
    return notEvaluated(id, "private members are withheld or could not be read");
  }
  const problems: string[] = [];
  const compare = (file: string, expected: Iterable<unknown>, actual: Iterable<unknown>) => {
    const difference = firstDifferentRecord(expected, actual);
    if (difference) problems.push(describeDifference(file, difference, "the episodes give"));
  };
  if (index) {
    const expected = failureIndex(episodes, raw?.references ?? []);
    // Without the raw manifest nothing says which files belong to an episode.
    compare("failure_evidence_index.jsonl", expected, raw ? index : withoutFiles(index));
  }
  if (replays) {
    const expected = failureReplays(episodes, input, claim, protocol);
    compare("failure_replay_manifest.jsonl", expected, replays);
  }
  return verdictOf(id, problems, `${(index ?? replays)?.length} failures and errors are listed`);
}

function* withoutFiles(index: Iterable<FailureEvidence>): Generator<FailureEvidence> {
  for (const failure of index) yield { ...failure, raw_files: [] };
}

/** Documents that nothing can be derived from (a protocol of another claim) fail the check. */
function guarded(id: CheckId, check: () => Check): Check {
  try {
    return check();
  } catch (error) {
    if (error instanceof WorldFluxError) return fail(id, error.message);
    // Numbers that break the arithmetic, such as a range of more than can be: no reason to stop.
    return fail(id, `it cannot be recomputed: ${error instanceof Error ? error.message : "?"}`);
  }
}
