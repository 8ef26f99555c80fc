import { type BigIntStats, lstatSync, readdirSync } from "node:fs";
import { sep } from "node:path";
import {
  manifestName,
  memberFolders,
  memberType,
  printable,
  signatureName,
  WorldFluxError,
} from "@worldflux/schema";
import type { Content } from "./content.ts";
import { attempt, changed, readPlainFile, storePlainFile } from "./plain-file.ts";

/** The files of a package, and what stands in the folder that was not read. */
export interface PackageFiles {
  /** What each file holds, by name. */
  readonly files: ReadonlyMap<string, Content>;
  /** Names of what was not read: folders, links, devices, files that belong to no package. */
  readonly refused: readonly string[];
  /** Why, by name; what has no entry here is not a plain file. */
  readonly refusedWhy?: ReadonlyMap<string, string> | undefined;
}

/** How a folder is read. */
export interface ReadFolderOptions {
  /** Takes files that have a second name elsewhere, as checkouts of git and pnpm may. */
  readonly allowHardLinks?: boolean | undefined;
  /** Largest JSON Lines file that is held in memory, in bytes; default 8 MiB. */
  readonly keptBytes?: number | undefined;
  /** Called with the path of each file once it is open, before it is read. */
  onFile?(path: string): void;
}

/** Most entries that a package folder may have. */
const MAX_ENTRIES = 10_000;
/** Most bytes that are read in all: 4 GiB. */
const MAX_BYTES = 2 ** 32;
/** Larger files are read only if the manifest lists them with that size, in bytes. */
const LARGE = 64 * 2 ** 20;
/** Larger JSON Lines stay in their file, in bytes. */
const KEPT = 8 * 2 ** 20;

/**
 * Reads a package folder: the files that a package may have and no others, without following any link, each
 * as it was at one moment. Large JSON Lines are hashed and left in their file, to be read from there again;
 * whoever does so gets the same bytes or an error. What is not read is named in `refused`, and fails
 * `structure`.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_PACKAGE_INVALID for a path that is no folder,
 * WF_INPUT_UNREADABLE, WF_INPUT_TOO_LARGE, or WF_INPUT_CHANGED when somebody writes to it meanwhile
 */
export function readPackageFolder(folder: string, options: ReadFolderOptions = {}): PackageFiles {
  const before = walk(folder);
  const read = new Map<string, Content>();
  const refused = new Map(before.refused);
  let sizes: ReadonlyMap<string, unknown> = new Map();
  let left = MAX_BYTES;
  for (const path of manifestFirst(before.members)) {
    const place = within(folder, path);
    const stat = statOf(place);
    const why = problemOf(stat, sizes.get(path), options);
    if (why !== undefined) {
      refused.set(path, why);
      continue;
    }
    left -= Number(stat.size);
    if (left < 0) throw tooLarge(folder, "4 GiB");
    const onOpen = () => options.onFile?.(path);
    if (staysInFile(path, stat, options)) read.set(path, storePlainFile(place, stat, onOpen));
    else {
      const bytes = readPlainFile(place, stat, onOpen);
      read.set(path, bytes);
      if (path === manifestName) sizes = listedSizes(bytes);
    }
  }
  if (walk(folder).names !== before.names) {
    throw changed(folder, "files came or went while it was being read");
  }
  const files = new Map(before.members.flatMap((path) => entry(path, read.get(path))));
  return { files, refused: [...refused.keys()], refusedWhy: refused };
}

function entry(path: string, content: Content | undefined): [string, Content][] {
  return content === undefined ? [] : [[path, content]];
}

/** What is read line by line needs no room in memory. */
function staysInFile(path: string, { size }: BigIntStats, options: ReadFolderOptions): boolean {
  return size > (options.keptBytes ?? KEPT) && memberType(path)?.mediaType === "application/jsonl";
}

/** The manifest says how large the others are. */
function manifestFirst(paths: readonly string[]): readonly string[] {
  return [...paths].sort((a, b) => Number(b === manifestName) - Number(a === manifestName));
}

/** What a package folder holds, by name alone. */
interface Walk {
  /** Paths that a package may have, in the order of the file system. */
  readonly members: readonly string[];
  /** Why another name is not read. */
  readonly refused: ReadonlyMap<string, string>;
  /** Every name, to be compared with another walk. */
  readonly names: string;
}

function walk(folder: string): Walk {
  const members: string[] = [];
  const refused = new Map<string, string>();
  const names: string[] = [];
  const look = (inside: string) => {
    for (const raw of listFolder(inside === "" ? folder : within(folder, inside))) {
      if (names.push(`${inside}/${raw.toString("latin1")}`) > MAX_ENTRIES) {
        throw tooLarge(folder, `${MAX_ENTRIES} files`);
      }
      const name = nameOf(raw);
      const path = inside === "" ? (name ?? "") : `${inside}/${name}`;
      if (name === undefined) {
        refused.set(`${inside}/${raw.toString("latin1")}`, "has a name that is not UTF-8");
      } else if (isExpected(path)) members.push(path);
      else if (inside !== "" || !memberFolders.includes(name)) {
        refused.set(path, "does not belong to the package");
      } else if (isFolder(within(folder, name))) look(name);
      else refused.set(path, "is not a plain folder");
    }
  };
  look("");
  return { members, refused, names: names.sort().join("\0") };
}

/** The closed list: by it every name is refused that another system could take for another. */
function isExpected(path: string): boolean {
  return path === manifestName || path === signatureName || memberType(path) !== undefined;
}

function nameOf(raw: Buffer): string | undefined {
  const name = raw.toString("utf8");
  return Buffer.from(name, "utf8").equals(raw) ? name : undefined;
}

/** Not `join`: that takes `link/..` for nothing, and would read another folder than was listed. */
function within(folder: string, path: string): string {
  return `${folder}${sep}${path}`;
}

function listFolder(folder: string): Buffer[] {
  return attempt(folder, () => {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no folder ${printable(folder)}`, {
        hint: "give the folder that `worldflux audit run --output` wrote",
      });
    }
    if (!stat.isDirectory()) {
      throw new WorldFluxError("WF_PACKAGE_INVALID", `${printable(folder)} is not a folder`, {
        hint: "give the package folder itself, not a file in it and not a link to it",
      });
    }
    return readdirSync(folder, { encoding: "buffer" });
  });
}

function isFolder(place: string): boolean {
  return statOf(place).isDirectory();
}

function statOf(place: string): BigIntStats {
  return attempt(place, () => lstatSync(place, { bigint: true }));
}

/** Why a file with a member's name is not read; undefined when it is. */
function problemOf(
  stat: BigIntStats,
  listed: unknown,
  { allowHardLinks }: ReadFolderOptions,
): string | undefined {
  if (!stat.isFile()) return "is not a plain file";
  if (stat.nlink > 1n && !allowHardLinks) {
    return `is a hard link: the file has ${stat.nlink} names, and who writes to another changes it here (--allow-hardlinks takes it)`;
  }
  if (stat.size <= LARGE || BigInt(MAX_BYTES) < stat.size || listed === Number(stat.size)) {
    return undefined;
  }
  return `has ${stat.size} bytes, and the manifest does not list it so: it was not read`;
}

/** Sizes by path as a manifest has them; whether it is one at all is looked at later. */
function listedSizes(bytes: Uint8Array): ReadonlyMap<string, unknown> {
  try {
    const { members } = JSON.parse(new TextDecoder().decode(bytes));
    return new Map(members.map((of: Record<string, unknown>) => [of["path"], of["size_bytes"]]));
  } catch {
    return new Map();
  }
}

function tooLarge(folder: string, limit: string): WorldFluxError {
  return new WorldFluxError("WF_INPUT_TOO_LARGE", `${printable(folder)} holds more than ${limit}`, {
    hint: "check that this is the package folder",
  });
}
