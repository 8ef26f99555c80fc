import { randomBytes } from "node:crypto";
import {
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { printable, WorldFluxError } from "@worldflux/schema";

/** How `writeNewFile` treats what is there. */
export interface NewFileOptions {
  /** Replace an existing file. */
  readonly force: boolean;
  /** A package folder, which takes no other files, or another folder that is not written to. */
  readonly outside?: string | undefined;
  /** Files that it is made of, which `force` does not replace. */
  readonly inputs?: readonly string[];
  /** Permissions of the file; what the system gives when left out. */
  readonly mode?: number;
  /** What is said of a file that would lie in it. */
  readonly inside?: { readonly what: string; readonly hint: string };
}

const inPackage = {
  what: "would lie in the package",
  hint: "choose an --output outside the package folder, which would not verify with it",
};

/**
 * Refuses an output file that is taken or would lie in the package, before any work is done for it.
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS or WF_OUTPUT_UNWRITABLE
 */
export function refuseOutputFile(path: string, options: NewFileOptions): void {
  const name = printable(path);
  const there = entry(path);
  if (there !== undefined && !there.isFile()) {
    throw new WorldFluxError("WF_OUTPUT_EXISTS", `${name} exists and is not a file`, {
      hint: "choose another --output",
    });
  }
  if (there !== undefined && !options.force) {
    throw new WorldFluxError("WF_OUTPUT_EXISTS", `${name} exists already; nothing was written`, {
      hint: "choose another --output, or add --force to replace it",
    });
  }
  const input = there && options.inputs?.find((file) => isSame(file, there));
  if (input !== undefined) {
    throw new WorldFluxError("WF_OUTPUT_EXISTS", `${name} is ${printable(input)}, which is read`, {
      hint: "choose another --output",
    });
  }
  if (options.outside === undefined) return;
  const folder = join(realpath(dirname(resolve(path))), sep);
  if (folder.startsWith(join(realpath(options.outside), sep))) {
    const { what, hint } = options.inside ?? inPackage;
    throw new WorldFluxError("WF_OUTPUT_UNWRITABLE", `${name} ${what}`, { hint });
  }
}

/** Whether a file, by whatever name or link, is the one that is there. */
function isSame(file: string, there: Stats): boolean {
  try {
    const { dev, ino } = statSync(file);
    return dev === there.dev && ino === there.ino;
  } catch {
    return false; // not there: whoever reads it says so
  }
}

function entry(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * Writes a file whole or not at all: beside its place first, flushed to disk, then renamed.
 *
 * @throws WorldFluxError as `refuseOutputFile`
 */
export function writeNewFile(path: string, text: string, options: NewFileOptions): void {
  refuseOutputFile(path, options);
  const target = resolve(path);
  const random = randomBytes(6).toString("hex");
  const staging = join(dirname(target), `.worldflux-${random}.tmp`);
  try {
    writeFileSync(staging, text, { flag: "wx", flush: true, mode: options.mode ?? 0o666 });
    renameSync(staging, target);
  } catch (cause) {
    rmSync(staging, { force: true });
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): WorldFluxError {
  const code = (cause as NodeJS.ErrnoException).code;
  return new WorldFluxError(
    "WF_OUTPUT_UNWRITABLE",
    `${printable(path)} cannot be written (${code})`,
    {
      hint: "check the folder's permissions and the free space, or choose another --output",
      cause,
    },
  );
}
