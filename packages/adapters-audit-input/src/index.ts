import {
  type Adapter,
  adapterApi,
  type Detection,
  detectBy,
  type Input,
  type ReadOptions,
  type Shape,
} from "@worldflux/adapter-kit";
import {
  type AuditInput,
  type EpisodeRecord,
  type Outcome,
  outcomeLetters,
  type Reading,
  WorldFluxError,
} from "@worldflux/schema";
import { readDocument } from "./document.ts";
import { findAuditInput } from "./find.ts";

/** The one shape, for adapters that read it under another name. */
export const auditInputShape: Shape = {
  id: "audit_input",
  description: "audit_input.json of a package, schema_version worldflux.audit_input.v0_draft",
};

/** Recognises an audit input by its schema_version. Never throws. */
export function detectAuditInput(input: Input): Detection {
  return detectBy(() => {
    const { path } = findAuditInput(input);
    return {
      shape: auditInputShape.id,
      why: `${path} has the schema_version of an audit input`,
    };
  });
}

/** What an adapter asks of an audit input beyond its schema; throws a WorldFluxError. */
export type SourceRule = (source: AuditInput["source"], path: string) => void;

/**
 * Reads an `audit_input.json` back into the episodes that it was normalized from, task by task. What
 * it says of its source is kept under `asserted`, as the source itself is not read here.
 *
 * @throws WorldFluxError naming the file and the place
 */
export function readAuditInput(input: Input, options: ReadOptions, rule?: SourceRule): Reading {
  const file = findAuditInput(input);
  const { path } = file;
  const document = readDocument(file);
  rule?.(document.source, path);
  const { counts, tasks } = document;
  if (tasks.every(({ outcomes }) => outcomes === "")) {
    throw new WorldFluxError("WF_NO_EPISODES", `${path} records no episode`, {
      hint: "hand in the audit_input.json of a run that recorded one",
    });
  }
  if (counts.pending > 0 && !options.interim) {
    throw new WorldFluxError(
      "WF_RUN_UNFINISHED",
      `${path}: ${counts.pending} episodes are pending`,
      {
        hint: "run the evaluation to its end, or declare that you look at an interim state",
      },
    );
  }
  return {
    shape: auditInputShape.id,
    evaluator: document.source.evaluator,
    metric_contract: document.metric_contract,
    episode_order: orderOf(document),
    not_recorded: document.not_recorded,
    notes: notesOf(document),
    asserted: { ...document.asserted, ...sourceOf(document) },
    references: [],
    ...(document.recorded_times === undefined ? {} : { recorded_times: document.recorded_times }),
    episodes: { [Symbol.iterator]: () => episodesOf(tasks) },
  };
}

/** Reads an `audit_input.json` that was normalized before, or a package that holds one. */
export const auditInput: Adapter = {
  api: adapterApi,
  name: "audit-input",
  role: "audit_input",
  shapes: [auditInputShape],
  detect: detectAuditInput,
  read: (input, options) => readAuditInput(input, options),
};

/** Tasks stand one after the other here, whether or not they were run so. */
function orderOf({ episode_order, tasks }: AuditInput): Reading["episode_order"] {
  return episode_order === "recorded" && tasks.length > 1 ? "within_task" : episode_order;
}

/** Most source files whose digests are kept. */
const maxFiles = 16;

/** Where the episodes came from first; read again and again, that stays the same. */
function sourceOf({ source, asserted }: AuditInput): Reading["asserted"] {
  const { adapter, shape, files } = source;
  if (shape === auditInputShape.id && Object.hasOwn(asserted, "source.adapter")) return {};
  const digests = files
    .slice(0, maxFiles)
    .map(({ role, sha256 }, i) => [`source.files.${i}`, `${role} ${sha256}`.slice(-512)]);
  return {
    "source.adapter": adapter,
    "source.shape": shape,
    "source.files": files.length,
    ...Object.fromEntries(digests),
  };
}

const code = "normalized_before";

function notesOf({ notes }: AuditInput): Reading["notes"] {
  if (notes.some((note) => note.code === code)) return notes;
  const detail =
    "read from an audit_input.json; the evaluator's own file, and what it holds beside outcomes, was not read";
  return [...notes, { code, detail }];
}

const outcomes = new Map<string, Outcome>(
  Object.entries(outcomeLetters).map(([outcome, letter]) => [letter, outcome as Outcome]),
);

function* episodesOf(tasks: AuditInput["tasks"]): Generator<EpisodeRecord> {
  for (const { suite, task, outcomes: letters, index, seed, attempt } of tasks) {
    for (let i = 0; i < letters.length; i++) {
      yield {
        suite,
        task,
        // The schema has seen to the equal lengths, and to the letters.
        index: index[i] ?? 0,
        seed: seed?.[i] ?? null,
        attempt: attempt?.[i] ?? 0,
        outcome: outcomes.get(letters[i] ?? "") ?? "missing",
      };
    }
  }
}
