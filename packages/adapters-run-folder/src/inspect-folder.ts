import { type Adapter, openInput, type SourceRead } from "@worldflux/adapter-kit";
import type {
  DenominatorPolicy,
  Digest,
  ImportReport,
  InventoryFile,
  Reading,
} from "@worldflux/schema";
import { tidy } from "./checks.ts";
import type { Declared } from "./declared.ts";
import { examine, type Means } from "./examine.ts";
import { folderRefusals } from "./folder-refusals.ts";
import type { Comparison } from "./judge-reading.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { listFolder } from "./list-folder.ts";
import { openvlaLog } from "./openvla/index.ts";
import { nameOf } from "./path.ts";
import { mayBeRead, propose } from "./propose.ts";
import { readingBudget } from "./reading-budget.ts";
import { type SelectedRun, selectCandidate } from "./select-candidate.ts";
import { takeInventory } from "./take-inventory.ts";
import { unseenBeside } from "./unseen-beside.ts";

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
  const readers = { adapters, mapped: options.mapped };
  const listing = listFolder(root, limits, (done) => tell({ step: "list", done, of: null }));
  const inventory = takeInventory(root, listing, limits, readers, (done) =>
    tell({ step: "look", done, of: listing.files.length }),
  );
  const { seen, files, skipped, unopened, unreadable, secrets, secretsLeftOut } = inventory;
  const unlisted = listing.cutShort ? [cutShort] : listing.complete ? [] : [shut];
  const unseen = unseenBeside(unopened);
  const proposals = propose(seen).map((proposal, i) => {
    const isRead = i < limits.candidates && mayBeRead.has(proposal.kind);
    const beside = isRead ? unseen(proposal) : undefined;
    const details = beside === undefined ? unlisted : [...unlisted, beside];
    const partial = details.map((detail) => ({ code: "partial" as const, detail }));
    return { ...proposal, against: [...proposal.against, ...partial] };
  });
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
  const unreadBy = readingBudget(limits);
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
    const unread = unreadBy(proposal);
    candidates.push((await examine(proposal, { ...means, compare, unread })).candidate);
  }
  const met = [
    ...listing.met,
    ...(unreadable > 0 ? [`${unreadable} files cannot be opened`] : []),
    ...(secretsLeftOut > 0
      ? [`${secretsLeftOut} more places of possible credentials are not listed`]
      : []),
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
    complete: listing.complete && unreadable === 0 && proposals.length === looked.length,
    limits: met,
    totals: totalsOf(files, listing.folders, skipped.length),
    files,
    skipped,
    secrets,
    candidates,
    refusals: candidates.length > 0 ? [] : folderRefusals(seen),
    selected: null,
  };
  return { report, select: (id) => selectCandidate(id, report, proposals, means) };
}

const cutShort =
  "the folder has more in it than is looked at, so other runs may have been missed: name a folder closer to this run";

const shut =
  "a folder cannot be listed with these permissions, so other parts of the run may have been missed: make it readable";

function hashed(
  sources: readonly { path: string; sha256: Digest | null; size_bytes: number }[],
): SourceRead[] {
  return sources.flatMap(({ sha256, ...rest }) => (sha256 === null ? [] : [{ ...rest, sha256 }]));
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
