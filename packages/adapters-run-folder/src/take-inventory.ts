import { type Adapter, type Input, type InputFile, openInput } from "@worldflux/adapter-kit";
import {
  type ImportReport,
  type InventoryFile,
  type SecretPlace,
  WorldFluxError,
} from "@worldflux/schema";
import { classify } from "./classify.ts";
import { findSecrets, withoutSecrets } from "./find-secrets.ts";
import type { Limits } from "./limits.ts";
import type { ListedFile, Listing } from "./list-folder.ts";
import { fileLooker, type Look } from "./look-at-file.ts";
import { shownPath } from "./name-trick.ts";
import { isLaidOut, nameOf } from "./path.ts";
import { reachedByMap } from "./reached-by-map.ts";
import type { SeenFile } from "./seen-file.ts";
import { skillTypes } from "./skill-types.ts";

/** What may know a file. */
export interface Readers {
  readonly adapters: readonly Adapter[];
  /** Reads rows by the columns that the user declared. */
  readonly mapped: Adapter | undefined;
}

/** Every file of a folder, looked at once. */
export interface Inventory {
  readonly seen: readonly SeenFile[];
  /** The same files as the report lists them. */
  readonly files: InventoryFile[];
  readonly skipped: ImportReport["skipped"];
  /** The same entries by the names that they have, which may hold a credential. */
  readonly unopened: ImportReport["skipped"];
  /** How many files that were listed could not be opened. */
  readonly unreadable: number;
  readonly secrets: SecretPlace[];
  /** Places of possible credentials beyond the limit. */
  readonly secretsLeftOut: number;
}

/**
 * Looks at every file that was listed: class, hash, the adapters that know it, places of credentials.
 *
 * @param onFile told how many files were looked at, now and then
 */
export function takeInventory(
  root: string,
  listing: Listing,
  limits: Limits,
  readers: Readers,
  onFile: (done: number) => void,
): Inventory {
  const look = fileLooker(root, limits);
  const seen: SeenFile[] = [];
  const files: InventoryFile[] = [];
  const secrets: SecretPlace[] = [];
  const unopened = [...listing.skipped];
  for (const [i, file] of listing.files.entries()) {
    if (i % 64 === 0) onFile(i);
    const found = look(file);
    if (typeof found === "string") {
      unopened.push({ path: shownPath(file.path), what: "unreadable", reason: found });
      continue;
    }
    const one = see(root, file, found, readers, secrets);
    seen.push(one);
    files.push(inventoried(one, found));
  }
  const secretsLeftOut = secrets.splice(limits.secrets).length;
  const skipped = unopened.map((entry) => ({ ...entry, path: safePath(entry.path) }));
  const unreadable = unopened.length - listing.skipped.length;
  return { seen, files, skipped, unopened, unreadable, secrets, secretsLeftOut };
}

/** Looks at one file: its class, its readers, and credentials at its start. */
function see(
  root: string,
  { path }: ListedFile,
  { start, size, sha256 }: Look,
  { adapters, mapped }: Readers,
  secrets: SecretPlace[],
): SeenFile {
  const { class: is, reason, content, text } = classify(path, start, size);
  if (is === "secret") secrets.push({ path: safePath(path), line: null, what: reason });
  else if (text !== null) {
    for (const { line, what } of findSecrets(text))
      secrets.push({ path: safePath(path), line, what });
  }
  const readable =
    ["episode_records", "log", "aggregates", "other"].includes(is) || isCaptured(path);
  const small = { path, size, sha256, class: is, reason, content, readers: [], reached: null };
  if (!readable) return small;
  const mayRecord = text === null ? is === "episode_records" : someRecord.test(text);
  const input = lookedAt(root, path, start, size, sha256 !== null);
  const readers = adapters
    .filter((adapter) => mayRecord && adapter.detect(input).shape !== null)
    .map(({ name }) => name);
  if (readers.length > 0) {
    return {
      ...{ ...small, readers, class: "episode_records", reason: `${readers[0]} reads it` },
      ...(input.files[0] !== undefined && isLaidOut(path)
        ? { tasks: skillTypes(input.files[0]) }
        : {}),
    };
  }
  if (mapped === undefined || text === null) return small;
  const reached = reachedByMap(mapped, input, { text, whole: start.length >= size, content });
  return reached === null
    ? small
    : { ...small, reached, class: "episode_records", reason: "has the columns of --map" };
}

/** What every evaluator's output has one of; spares the adapters tens of thousands of other texts. */
const someRecord = /succe|episod|evaluat|outcome|rollout|result|schema_version/i;

/** W&B keeps what the program printed, which may be the only log there is. */
function isCaptured(path: string): boolean {
  return nameOf(path) === "output.log";
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
