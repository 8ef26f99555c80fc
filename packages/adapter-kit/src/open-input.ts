import { closeSync, fstatSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { sha256, WorldFluxError } from "@worldflux/schema";
import type { InputFile, TrackedInput } from "./input.ts";
import { openFile, readChunk, readInput, unreadable } from "./read-input.ts";
import { headBytes, SourceLog } from "./source-log.ts";

/** Most files and folders below what the user named. */
const MAX_ENTRIES = 100_000;
/** Deepest nesting of folders. */
const MAX_DEPTH = 16;
/** Bytes that are read at a time. */
const CHUNK = 256 * 1024;

/**
 * Opens what the user named: files, folders, or both. Folders are walked without following any
 * link; links, devices and pipes inside them are left out. Nothing is read yet.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_INPUT_UNREADABLE (also for a link out of the folder
 * that is named like a result), or WF_INPUT_FOLDER for a folder of more than 100,000 entries or
 * nested deeper than 16
 */
export function openInput(paths: readonly string[], maxEntries = MAX_ENTRIES): TrackedInput {
  const log = new SourceLog();
  const named = outermost(new Map(paths.map((path) => [resolve(path), path])));
  const labels = shortLabels([...named.keys()]);
  // By what a link leads to, so that a file and a link to it are not two sources.
  const files = new Map<string, InputFile>();
  let linksLeftOut = 0;
  for (const [path, shown] of named) {
    const walked = isFolder(path) ? walk(path, shown, maxEntries) : null;
    const found = walked?.found ?? [fileAt(path, shown)];
    linksLeftOut += walked?.foldersOut ?? 0;
    const real = realpathSync(path);
    for (const { full, size } of found) {
      const inside = full.slice(path.length).split(sep).join("/");
      const label = labels.get(path) ?? "";
      const below = label === "" ? inside.slice(1) : `${label}${inside}`;
      const key = real + full.slice(path.length);
      if (!files.has(key)) files.set(key, inputFile(full, below, size, log));
    }
  }
  const [only = sep] = named.keys();
  return {
    name: named.size === 1 ? basename(only) || only : `${named.size} inputs`,
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    linksLeftOut,
    sources: () => log.sources(),
  };
}

/** Without what lies in another folder that is named too. */
function outermost(named: ReadonlyMap<string, string>): Map<string, string> {
  const places = [...named.keys()];
  const inside = (path: string) =>
    places.some((other) => other !== path && path.startsWith(other === sep ? sep : other + sep));
  return new Map([...named].filter(([path]) => !inside(path)));
}

/**
 * What the paths of each place start with: nothing for a single folder; otherwise all below the folder
 * that holds them. Where that is no project's folder (`/`, `/home`), the last name, and as many folders
 * above as it takes to tell the places apart: names further up may be anybody's.
 */
function shortLabels(places: readonly string[]): Map<string, string> {
  const [only = sep] = places;
  if (places.length === 1) return new Map([[only, isFolder(only) ? "" : basename(only)]]);
  const parts = places.map((path) => path.split(sep).filter((part) => part !== ""));
  const [first = []] = parts;
  const ends = first.findIndex((part, i) => parts.some((each) => each[i] !== part));
  const common = ends === -1 ? first.length - 1 : ends;
  if (common >= 2) {
    return new Map(places.map((path, i) => [path, (parts[i] ?? []).slice(common).join("/")]));
  }
  const longest = Math.max(...parts.map((each) => each.length));
  for (let depth = 1; ; depth++) {
    const labels = parts.map((each) => each.slice(-depth).join("/"));
    if (new Set(labels).size === labels.length || depth >= longest) {
      return new Map(places.map((path, i) => [path, labels[i] ?? ""]));
    }
  }
}

interface Found {
  readonly full: string;
  readonly size: number;
}

/** What cannot be looked at is no folder; opening it as a file says what is wrong. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A file that the user named is opened at once, so that a wrong name is told before any work. */
function fileAt(path: string, shown: string): Found {
  const fd = openFile(path, shown);
  try {
    return { full: path, size: fstatSync(fd).size };
  } finally {
    closeSync(fd);
  }
}

interface Walked {
  readonly found: readonly Found[];
  /** Links to folders outside of the root. */
  readonly foldersOut: number;
}

/** A link to a folder that the walk will not come to. */
function leadsOut(link: string, root: string): boolean {
  if (!isFolder(link)) return false;
  const target = realpathSync(link);
  return target !== root && !target.startsWith(root === sep ? sep : root + sep);
}

function walk(root: string, shown: string, maxEntries: number): Walked {
  const found: Found[] = [];
  let foldersOut = 0;
  let entries = 0;
  let links = 0;
  const real = realpathSync(root);
  const visit = (folder: string, depth: number) => {
    if (depth > MAX_DEPTH) throw tooMuch(shown, `nests deeper than ${MAX_DEPTH} folders`);
    for (const entry of list(folder)) {
      if (++entries > maxEntries) throw tooMuch(shown, `has more than ${maxEntries} entries`);
      const full = join(folder, entry.name);
      if (entry.isDirectory()) visit(full, depth + 1);
      else if (entry.isFile()) found.push({ full, size: sizeOf(full) });
      else if (entry.isSymbolicLink()) {
        links++;
        if (leadsOut(full, real)) foldersOut++;
        if (resultName.test(entry.name))
          refuseLinkOut(full, real, `${shown}${full.slice(root.length)}`);
      }
    }
  };
  visit(root, 1);
  if (found.length > 0) return { found, foldersOut };
  if (links > 0) {
    throw new WorldFluxError("WF_INPUT_EMPTY", `the folder ${shown} holds links and no file`, {
      hint: copyLinks,
    });
  }
  throw new WorldFluxError("WF_INPUT_EMPTY", `the folder ${shown} holds no file`, {
    hint: "name the folder that the evaluator wrote into",
  });
}

/** What evaluators call their results: such a file is never passed over in silence. */
const resultName = /\.(?:jsonl?|ndjson|csv|tsv|log|txt|sqlite3?|db)$/i;

const copyLinks =
  "links out of a folder are not followed: copy it with what they lead to (cp -rL) and name the copy";

/** A result that is only a link would be missing from every count. Inside the folder it is not. */
function refuseLinkOut(link: string, root: string, shown: string): void {
  let target: string | undefined;
  try {
    target = realpathSync(link);
    // Pipes and devices are no results, linked or not.
    if (!statSync(target).isFile()) return;
  } catch {
    target = undefined;
  }
  if (target?.startsWith(root === sep ? sep : root + sep)) return;
  throw new WorldFluxError(
    "WF_INPUT_UNREADABLE",
    `${shown} is a link ${target === undefined ? "to a file that is not there" : "that leads out of the folder"}`,
    { hint: copyLinks },
  );
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function sizeOf(path: string): number {
  try {
    return lstatSync(path).size;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function tooMuch(folder: string, why: string): WorldFluxError {
  return new WorldFluxError("WF_INPUT_FOLDER", `${folder} ${why}`, {
    hint: "name the folder of one evaluation, not one of everything",
  });
}

function inputFile(full: string, path: string, size: number, log: SourceLog): InputFile {
  return {
    path,
    size,
    bytes: () => {
      const bytes = readInput(full);
      log.note(path, sha256(bytes), bytes.length);
      return bytes;
    },
    chunks: () => log.pass(path, () => pieces(full)),
    head: () => {
      // Leaving the loop closes the file.
      for (const first of pieces(full, headBytes)) return first;
      return new Uint8Array();
    },
  };
}

function* pieces(path: string, size = CHUNK): Generator<Uint8Array> {
  const fd = openFile(path);
  try {
    for (;;) {
      const chunk = new Uint8Array(size);
      const read = readChunk(fd, chunk, path);
      if (read === 0) return;
      yield chunk.subarray(0, read);
    }
  } finally {
    closeSync(fd);
  }
}
