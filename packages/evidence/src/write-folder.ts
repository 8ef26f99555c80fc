import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { digester, preview, WorldFluxError } from "@worldflux/schema";
import type { WrittenFile } from "./manifest.ts";

/** How `writeFolder` treats what is there already. */
export interface WriteOptions {
  /** Replace an existing folder once the new one is complete. */
  readonly force?: boolean;
  /** Files that the new folder is made from: a folder that holds one is never replaced. */
  readonly inputs?: readonly string[];
  /** Other paths that an older folder of this kind may hold. */
  readonly alsoOurs?: (path: string) => boolean;
  /** Files that only their owner may read. */
  readonly secret?: (path: string) => boolean;
}

/**
 * Refuses an output path that is taken, before any work is done for it. With `force`, a folder may
 * be replaced if it holds nothing but files that would be written again.
 *
 * @param names what will be written, without folders
 * @throws WorldFluxError WF_OUTPUT_EXISTS or WF_OUTPUT_UNWRITABLE
 */
export function refuseExisting(
  path: string,
  names: Iterable<string>,
  options: WriteOptions = {},
): void {
  if (path.trim() === "") {
    throw new WorldFluxError("WF_OUTPUT_UNWRITABLE", "--output is empty", {
      hint: "name a folder; an unset variable in a script is a common cause",
    });
  }
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) return;
    if (!there.isDirectory()) throw taken(path, "exists and is not a folder");
    const entries = readdirSync(path);
    const target = realpathSync(path);
    const inside = (file: string) => isInside(realpathSync(file), target);
    if (inside(".")) throw taken(path, "holds the folder that you are in");
    if (entries.length === 0) return;
    if (!options.force) {
      throw taken(path, "exists already; nothing was written", ", or add --force to replace it");
    }
    const input = options.inputs?.find(inside);
    if (input !== undefined) throw taken(path, `holds ${basename(input)}, which is read`);
    const written = new Set(names);
    const { alsoOurs = () => false } = options;
    const foreign = foreignEntry(path, entries, (name) => written.has(name) || alsoOurs(name));
    if (foreign === undefined) return;
    throw taken(path, `holds ${preview(foreign)}, which this command did not write`);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** The first entry that is not ours; a folder is ours when all in it is. */
function foreignEntry(
  folder: string,
  entries: readonly string[],
  isOurs: (path: string) => boolean,
): string | undefined {
  const isFolder = (entry: string) => lstatSync(join(folder, entry)).isDirectory();
  for (const entry of entries) {
    // A folder that bears a file's name was not written here, whatever is in it.
    if (isOurs(entry) && !isFolder(entry)) continue;
    if (isOurs(entry) || !isFolder(entry)) return entry;
    const inside = readdirSync(join(folder, entry)).map((name) => `${entry}/${name}`);
    const foreign =
      inside.length === 0 ? entry : inside.find((name) => !isOurs(name) || isFolder(name));
    if (foreign !== undefined) return foreign;
  }
  return undefined;
}

function taken(path: string, why: string, also = ""): WorldFluxError {
  return new WorldFluxError("WF_OUTPUT_EXISTS", `${path} ${why}`, {
    hint: `choose another --output${also}`,
  });
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Content of a file: bytes, or pieces that are made while they are written. */
export type FileContent = Uint8Array | Iterable<Uint8Array>;

/** A file that lists the others, written last. */
export interface IndexFile {
  readonly name: string;
  make(written: readonly WrittenFile[]): Uint8Array;
}

/**
 * Writes a folder whole or not at all: into a hidden sibling, each file and the folder flushed to
 * disk, then renamed into place. With `force` the old folder is moved aside first and removed last,
 * so at every moment a complete folder exists, under its own name or that of the one moved aside.
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS or WF_OUTPUT_UNWRITABLE
 */
export function writeFolder(
  path: string,
  files: ReadonlyMap<string, FileContent>,
  options: WriteOptions & { readonly index?: IndexFile } = {},
): void {
  const { index } = options;
  refuseExisting(path, [...files.keys(), ...(index ? [index.name] : [])], options);
  const target = resolve(path);
  const parent = dirname(target);
  let staging: string | undefined;
  try {
    mkdirSync(parent, { recursive: true });
    staging = join(parent, `.${basename(target)}.writing-${randomBytes(6).toString("hex")}`);
    mkdirSync(staging);
    const folder = staging;
    for (const name of files.keys()) mkdirSync(dirname(join(folder, name)), { recursive: true });
    const written = [...files].map(([name, content]) =>
      writeFile(folder, name, content, options.secret?.(name)),
    );
    for (const name of new Set([...files.keys()].map(dirname))) flush(join(folder, name));
    if (index) writeFile(folder, index.name, index.make(written));
    flush(staging);
    moveInto(staging, target, options.force ?? false);
    flush(parent);
  } catch (cause) {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): WorldFluxError {
  if (cause instanceof WorldFluxError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  return new WorldFluxError("WF_OUTPUT_UNWRITABLE", `${path} cannot be written (${code})`, {
    hint: "check the folder's permissions and the free space, or choose another --output",
    cause,
  });
}

function writeFile(
  folder: string,
  name: string,
  content: FileContent,
  secret = false,
): WrittenFile {
  const hash = digester();
  let size = 0;
  const fd = openSync(join(folder, name), "wx", secret ? 0o600 : 0o644);
  try {
    for (const chunk of content instanceof Uint8Array ? [content] : content) {
      for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at);
      hash.update(chunk);
      size += chunk.length;
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return { path: name, sha256: hash.digest(), size_bytes: size };
}

function moveInto(staging: string, target: string, force: boolean): void {
  const old = `${staging}.old`;
  if (existsSync(target)) {
    // Without force only an empty folder gives way; rmdir refuses any other.
    if (force) renameSync(target, old);
    else rmdirSync(target);
  }
  try {
    renameSync(staging, target);
  } catch (error) {
    if (existsSync(old)) renameSync(old, target);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** Makes a rename durable; not every platform lets a folder be opened. */
function flush(folder: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
