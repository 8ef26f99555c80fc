import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
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
import { basename, dirname, join, sep } from "node:path";
import { printable, WorldFluxError } from "@worldflux/schema";

/** What a key folder holds. */
export interface KeyFolder {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
  /** Content of trusted_signers.json. */
  readonly trustedSigners: Uint8Array;
}

/** Names of the files of a key folder. */
export const keyFileNames = {
  privateKey: "signer.key",
  publicKey: "signer.pub",
  trustedSigners: "trusted_signers.json",
} as const;

/**
 * Refuses a folder that is there and not empty, before a pass phrase is asked for.
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS or WF_OUTPUT_UNWRITABLE
 */
export function refuseKeyFolder(folder: string): void {
  try {
    if (folder.trim() === "") throw unwritable("--output", "is empty");
    const there = lstatSync(folder, { throwIfNoEntry: false });
    if (there === undefined) return;
    if (there.isDirectory() && readdirSync(folder).length === 0) return;
    const what = there.isDirectory() ? "holds files" : "is not a folder";
    throw new WorldFluxError("WF_OUTPUT_EXISTS", `${printable(folder)} ${what}`, {
      hint: "choose a new --output; a key is never overwritten",
    });
  } catch (cause) {
    throw unwritable(folder, "cannot be looked into", cause);
  }
}

/**
 * Writes a key folder whole or not at all: beside its place first, each file flushed to disk, then
 * renamed. The folder is for its owner alone (0700), the private key too (0600).
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS or WF_OUTPUT_UNWRITABLE
 */
export function writeKeyFolder(folder: string, content: KeyFolder): void {
  refuseKeyFolder(folder);
  let staging: string | undefined;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    // Not `resolve`: that takes `link/..` for nothing, and would write to another place than was named.
    const target = join(realpathSync.native(dirname(folder)), basename(folder));
    const parent = dirname(target);
    const random = randomBytes(6).toString("hex");
    staging = join(parent, `.${basename(target)}.writing-${random}`);
    mkdirSync(staging, { mode: 0o700 });
    writeNew(join(staging, keyFileNames.privateKey), Buffer.from(content.privateKeyPem), 0o600);
    writeNew(join(staging, keyFileNames.publicKey), Buffer.from(content.publicKeyPem), 0o644);
    writeNew(join(staging, keyFileNames.trustedSigners), content.trustedSigners, 0o644);
    flushFolder(staging);
    // Only an empty folder gives way; rmdir refuses any other.
    if (lstatSync(target, { throwIfNoEntry: false })) rmdirSync(target);
    renameSync(staging, target);
    flushFolder(parent);
  } catch (cause) {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    throw unwritable(folder, "cannot be written", cause);
  }
}

/**
 * Puts a package's signature file in its place in one step. What is half written lies beside the
 * package, never in it; but for a package that is a mount of its own, or beside which nothing may be
 * written: there it lies in it for a moment, under a name that `verify` refuses.
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS without `force` when there is one, WF_OUTPUT_UNWRITABLE
 */
export function writeSignatureFile(
  packageFolder: string,
  name: string,
  bytes: Uint8Array,
  options: { readonly force: boolean },
): void {
  // Not `resolve`, as above; what was read and verified is the folder by this very name.
  const folder = packageFolder === "" ? "." : packageFolder;
  const target = `${folder}${sep}${name}`;
  try {
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there !== undefined && (!options.force || there.isDirectory())) throw exists(name, folder);
    const put = options.force ? renameSync : moveToNew;
    try {
      writeThenPut(`${folder}${sep}..`, target, bytes, put);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? "";
      if (!["EXDEV", "EACCES", "EPERM", "EROFS"].includes(code)) throw cause;
      writeThenPut(folder, target, bytes, put);
    }
    flushFolder(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") throw exists(name, folder);
    throw unwritable(target, "cannot be written", cause);
  }
}

function exists(name: string, packageFolder: string): WorldFluxError {
  return new WorldFluxError("WF_OUTPUT_EXISTS", `${printable(packageFolder)} is signed already`, {
    hint: `add --force to replace ${name}`,
  });
}

/** A rename that replaces nothing, also not what was put there a moment ago. */
function moveToNew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (["EEXIST", "EXDEV"].includes(code)) throw cause;
    renameSync(from, to); // a file system without hard links
  }
  rmSync(from, { force: true });
}

function writeThenPut(
  folder: string,
  target: string,
  bytes: Uint8Array,
  put: (from: string, to: string) => void,
): void {
  const staging = `${folder}${sep}.signature.writing-${randomBytes(6).toString("hex")}`;
  try {
    writeNew(staging, bytes, 0o644);
    put(staging, target);
  } catch (cause) {
    rmSync(staging, { force: true });
    throw cause;
  }
}

/** Creates a file that was not there, not through a link, and flushes it to disk. */
function writeNew(path: string, bytes: Uint8Array, mode: number): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a rename durable; not every platform lets a folder be opened. */
function flushFolder(folder: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function unwritable(path: string, why: string, cause?: unknown): WorldFluxError {
  if (cause instanceof WorldFluxError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const also = code === undefined ? "" : ` (${code})`;
  return new WorldFluxError("WF_OUTPUT_UNWRITABLE", `${printable(path)} ${why}${also}`, {
    hint: "check the folder's permissions and the free space",
    cause,
  });
}
