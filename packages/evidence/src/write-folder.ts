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
import { preview, WorldFluxError } from "@worldflux/schema";

/** How `writeFolder` treats what is there already. */
export interface WriteOptions {
  /** Replace an existing folder once the new one is complete. */
  readonly force?: boolean;
  /** Files that the new folder is made from: a folder that holds one is never replaced. */
  readonly inputs?: readonly string[];
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
    const ours = new Set(names);
    const foreign = entries.find((entry) => !ours.has(entry));
    if (foreign === undefined) return;
    throw taken(path, `holds ${preview(foreign)}, which this command did not write`);
  } catch (cause) {
    throw unwritable(path, cause);
  }
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

/**
 * Writes a folder whole or not at all: into a hidden sibling, each file and the folder flushed to
 * disk, then renamed into place. With `force` the old folder is moved aside first and removed last,
 * so at every moment a complete folder exists, under its own name or that of the one moved aside.
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS or WF_OUTPUT_UNWRITABLE
 */
export function writeFolder(
  path: string,
  files: ReadonlyMap<string, Uint8Array>,
  options: WriteOptions = {},
): void {
  refuseExisting(path, files.keys(), options);
  const target = resolve(path);
  const parent = dirname(target);
  let staging: string | undefined;
  try {
    mkdirSync(parent, { recursive: true });
    staging = join(parent, `.${basename(target)}.writing-${randomBytes(6).toString("hex")}`);
    mkdirSync(staging);
    for (const [name, bytes] of files) writeFile(join(staging, name), bytes);
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

function writeFile(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, "wx", 0o644);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
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
