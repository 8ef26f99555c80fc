import {
  type Adapter,
  type Input,
  type InputFile,
  openInput,
  type SourceRead,
} from "@worldflux/adapter-kit";
import {
  type DenominatorPolicy,
  type Digest,
  type ImportReport,
  type InventoryFile,
  type Reading,
  type SecretPlace,
  WorldFluxError,
} from "@worldflux/schema";
import { tidy } from "./checks.ts";
import { classify } from "./classify.ts";
import type { Declared } from "./declared.ts";
import { examine, type Means } from "./examine.ts";
import { findSecrets, withoutSecrets } from "./find-secrets.ts";
import { folderRefusals } from "./folder-refusals.ts";
import type { Comparison } from "./judge-reading.ts";
import { defaultLimits, inWords, type Limits } from "./limits.ts";
import { type ListedFile, listFolder } from "./list-folder.ts";
import { fileLooker, type Look } from "./look-at-file.ts";
import { shownPath } from "./name-trick.ts";
import { openvlaLog } from "./openvla/index.ts";
import { nameOf } from "./path.ts";
import { candidateId, type Proposal } from "./proposal.ts";
import { propose } from "./propose.ts";
import type { SeenFile } from "./seen-file.ts";

/** How far the work is, for a progress bar. */
export interface Progress {
  readonly step: "list" | "look" | "read";
  readonly done: number;
  /** null while it is not known. */
  readonly of: number | null;
}

/** What to look for, and with what. */
export interface FolderOptions {
  /** The readers to be tried, the most specific first. */
  readonly adapters: readonly Adapter[];
  /** Reads home-made rows by the columns that the user declared. */
  readonly mapped?: Adapter | undefined;
  /** `--map` as it was given, for the record. */
  readonly map?: string | undefined;
  readonly declared?: Declared;
  readonly compare?:
    | ((adapter: Adapter, reading: Reading, files: readonly SourceRead[]) => Comparison)
    | undefined;
  /** Digests of claim and protocol, for the record. */
  readonly claim?: Digest | undefined;
  readonly protocol?: Digest | undefined;
  readonly limits?: Limits;
  readonly onProgress?: (progress: Progress) => void;
}

/** A candidate's episodes, as they go into `audit_input.json`. */
export interface SelectedRun {
  readonly adapter: Adapter;
  readonly reading: Reading;
  readonly files: readonly SourceRead[];
}

/** A folder that was looked through. */
export interface InspectedFolder {
  readonly report: ImportReport;
  /**
   * Reads an acceptable candidate again; undefined for one that is refused.
   *
   * @throws WorldFluxError WF_CANDIDATE_UNKNOWN, or WF_INPUT_CHANGED when its files are not those
   * that were reported
   */
  select(id: string): Promise<SelectedRun | undefined>;
}

/**
 * Looks through a folder that may be hostile and is never written to: what each file is, which
 * evaluations it may hold, and which of them can become an `audit_input.json`.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND or WF_INPUT_UNREADABLE when it is no folder
 */
export async function inspectFolder(
  root: string,
  options: FolderOptions,
): Promise<InspectedFolder> {
  const limits = options.limits ?? defaultLimits;
  const tell = options.onProgress ?? (() => {});
  const adapters = [openvlaLog, ...options.adapters];
  const listing = listFolder(root, limits, (done) => tell({ step: "list", done, of: null }));
  const look = fileLooker(root, limits);
  const inventory: InventoryFile[] = [];
  const seen: SeenFile[] = [];
  const skipped = listing.skipped.map((entry) => ({ ...entry, path: safePath(entry.path) }));
  const secrets: SecretPlace[] = [];
  for (const [i, file] of listing.files.entries()) {
    if (i % 64 === 0) tell({ step: "look", done: i, of: listing.files.length });
    const found = look(file);
    if (typeof found === "string") {
      skipped.push({ path: safePath(shownPath(file.path)), what: "unreadable", reason: found });
      continue;
    }
    const one = see(root, file, found, adapters, secrets);
    seen.push(one);
    inventory.push(inventoried(one, found));
  }
  const unseen = listing.cutShort ? [{ code: "partial" as const, detail: cutShort }] : [];
  const proposals = propose(seen).map((proposal) => ({
    ...proposal,
    against: [...proposal.against, ...unseen],
  }));
  const means: Means = {
    open: (paths) => openInput(paths.map((path) => `${root}/${path}`)),
    readers: new Map(adapters.map((adapter) => [adapter.name, adapter])),
    mapped: options.mapped,
    declared: options.declared ?? {},
    compare: undefined,
  };
  const compareWith = options.compare;
  const candidates: ImportReport["candidates"] = [];
  const looked = proposals.slice(0, limits.candidates);
  const reading = readingBudget(limits);
  for (const [i, proposal] of looked.entries()) {
    tell({ step: "read", done: i, of: looked.length });
    const sources = proposal.files.map(({ path, sha256, size }) => ({
      path,
      sha256,
      size_bytes: size,
    }));
    const compare =
      compareWith === undefined
        ? undefined
        : (adapter: Adapter, reading: Reading) => compareWith(adapter, reading, hashed(sources));
    const unread = reading(proposal);
    candidates.push((await examine(proposal, { ...means, compare, unread })).candidate);
  }
  const places = secrets.splice(limits.secrets).length;
  const met = [
    ...listing.met,
    ...(places > 0 ? [`${places} more places of possible credentials are not listed`] : []),
    ...(proposals.length > looked.length
      ? [
          `more than ${limits.candidates} candidates: ${proposals.length - looked.length} were not looked at`,
        ]
      : []),
  ];
  const policy: DenominatorPolicy | null = options.declared?.denominatorPolicy ?? null;
  const report: ImportReport = {
    schema_version: "worldflux.import_report.v0_draft",
    visibility: "private",
    folder: tidy(nameOf(root.replace(/\/+$/, "")) || "folder").slice(0, 255),
    declared: {
      map: options.map === undefined ? null : tidy(options.map),
      denominator_policy: policy,
      claim: options.claim ?? null,
      protocol: options.protocol ?? null,
    },
    complete: listing.complete && proposals.length === looked.length,
    limits: met,
    totals: totalsOf(inventory, listing.folders, skipped.length),
    files: inventory,
    skipped,
    secrets,
    candidates,
    refusals: candidates.length > 0 ? [] : folderRefusals(seen),
    selected: null,
  };
  return { report, select: (id) => select(id, report, proposals, means) };
}

/** Says of one candidate after the other why it is not read; undefined for those that are. */
function readingBudget(limits: Limits): (proposal: Proposal) => string | undefined {
  let left = limits.readInAll;
  return ({ files }) => {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > limits.candidateBytes) {
      return `its files have ${inWords(size)}; at most ${inWords(limits.candidateBytes)} of a candidate are read`;
    }
    if (size > left)
      return `not read: candidates before it took the ${inWords(limits.readInAll)} that are read in all`;
    left -= size;
    return undefined;
  };
}

const cutShort =
  "the folder has more in it than is looked at, so other runs may have been missed: name a folder closer to this run";

function hashed(
  sources: readonly { path: string; sha256: Digest | null; size_bytes: number }[],
): SourceRead[] {
  return sources.flatMap(({ sha256, ...rest }) => (sha256 === null ? [] : [{ ...rest, sha256 }]));
}

/** Looks at one file: its class, its readers, and credentials at its start. */
function see(
  root: string,
  { path }: ListedFile,
  { start, size, sha256 }: Look,
  adapters: readonly Adapter[],
  secrets: SecretPlace[],
): SeenFile {
  const { class: is, reason, content, text } = classify(path, start, size);
  if (is === "secret") secrets.push({ path: safePath(path), line: null, what: reason });
  else if (text !== null) {
    for (const { line, what } of findSecrets(text))
      secrets.push({ path: safePath(path), line, what });
  }
  const readable =
    is === "episode_records" || is === "log" || is === "aggregates" || is === "other";
  const small = { path, size, sha256, class: is, reason, content };
  if (!readable || (text === null && is !== "episode_records")) return { ...small, readers: [] };
  const input = lookedAt(root, path, start, size, sha256 !== null);
  const readers = adapters
    .filter((adapter) => adapter.detect(input).shape !== null)
    .map(({ name }) => name);
  return readers.length === 0
    ? { ...small, readers }
    : { ...small, readers, class: "episode_records", reason: `${readers[0]} reads it` };
}

/** The file as an adapter sees it, with its start at hand. */
function lookedAt(
  root: string,
  path: string,
  start: Uint8Array,
  size: number,
  hashed: boolean,
): Input {
  const whole = start.length >= size;
  const within = () => {
    // What was too large to be hashed is too large to be read for a first look.
    if (!hashed) {
      throw new WorldFluxError("WF_INPUT_TOO_LARGE", `${path} is too large for a first look`);
    }
    const [file] = openInput([`${root}/${path}`]).files;
    if (file === undefined)
      throw new WorldFluxError("WF_INPUT_UNREADABLE", `${path} cannot be read`);
    return file;
  };
  const file: InputFile = {
    path: nameOf(path),
    size,
    head: () => start.subarray(0, 64 * 1024),
    bytes: () => (whole ? start : within().bytes()),
    chunks: () => (whole ? [start] : within().chunks()),
  };
  return { name: nameOf(path), files: [file] };
}

/** A file's name may hold a credential as well. */
function safePath(path: string): string {
  return withoutSecrets(path);
}

function inventoried(file: SeenFile, { unhashed }: Look): InventoryFile {
  const why = unhashed === null ? "" : `; not hashed: ${unhashed}`;
  return {
    path: safePath(file.path),
    class: file.class,
    size_bytes: file.size,
    sha256: file.sha256,
    reason: `${file.reason}${why}`.slice(0, 512),
  };
}

function totalsOf(
  files: readonly InventoryFile[],
  folders: number,
  skipped: number,
): ImportReport["totals"] {
  const classes: ImportReport["totals"]["by_class"] = {};
  let bytes = 0;
  for (const { class: is, size_bytes } of files) {
    const of = classes[is] ?? { files: 0, bytes: 0 };
    classes[is] = { files: of.files + 1, bytes: of.bytes + size_bytes };
    bytes += size_bytes;
  }
  return { files: files.length, folders, bytes, skipped, by_class: classes };
}

async function select(
  id: string,
  report: ImportReport,
  proposals: readonly Proposal[],
  means: Means,
): Promise<SelectedRun | undefined> {
  const candidate = report.candidates.find((each) => each.id === id);
  const proposal = proposals.find((each) => candidateId(each) === id);
  if (candidate === undefined || proposal === undefined) {
    throw new WorldFluxError(
      "WF_CANDIDATE_UNKNOWN",
      `there is no candidate ${tidy(id).slice(0, 60)}`,
      {
        hint: "take an id from the report of --dry-run; it changes when a file of the candidate does",
      },
    );
  }
  if (!candidate.acceptable) return undefined;
  let input: ReturnType<Means["open"]> | undefined;
  const open: Means["open"] = (paths) => {
    input = means.open(paths);
    return input;
  };
  const { read } = await examine(proposal, { ...means, open });
  const files = input?.sources() ?? [];
  const known = new Set(proposal.files.map(({ sha256 }) => sha256));
  if (read === undefined || files.some(({ sha256 }) => !known.has(sha256) && !known.has(null))) {
    throw new WorldFluxError(
      "WF_INPUT_CHANGED",
      "the candidate's files were changed while they were read",
      {
        hint: "wait until nothing writes to the folder any more, then try again",
      },
    );
  }
  return { ...read, files };
}
