import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { preview, printable, WorldFluxError } from "@worldflux/schema";

/** Largest private key file, in bytes. */
const MAX_KEY_FILE = 16 * 1024;

/**
 * Reads a private key file as its owner keeps one: a plain file of the user who asks, closed to
 * everybody else, no link. On Windows, files have no such bits and only kind and size are looked at.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_INPUT_UNREADABLE, WF_INPUT_TOO_LARGE or
 * WF_KEY_REFUSED; none quotes the file
 */
export function readKeyFile(path: string): string {
  const name = printable(path);
  // Not waiting: a pipe in the place of the file would be waited for for ever.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    const fd = openSync(path, flags);
    try {
      refuseOpenToOthers(name, fstatSync(fd));
      const bytes = Buffer.alloc(MAX_KEY_FILE + 1);
      let size = 0;
      for (let read = 1; read > 0 && size < bytes.length; size += read) {
        read = readSync(fd, bytes, size, bytes.length - size, null);
      }
      if (size > MAX_KEY_FILE) throw tooLarge(name);
      return bytes.toString("latin1", 0, size);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function refuseOpenToOthers(name: string, stat: Stats): void {
  if (!stat.isFile()) throw refused(name, "is not a plain file");
  if (stat.size > MAX_KEY_FILE) throw tooLarge(name);
  const user = process.getuid?.();
  if (user === undefined) return;
  if (stat.uid !== user) throw refused(name, "belongs to another user");
  if ((stat.mode & 0o077) !== 0) {
    const mode = (stat.mode & 0o777).toString(8).padStart(3, "0");
    throw refused(name, `is open to other users (mode ${mode})`, "chmod 600 the file");
  }
}

function refused(name: string, why: string, hint?: string): WorldFluxError {
  return new WorldFluxError("WF_KEY_REFUSED", `${name} ${why}`, {
    hint: hint ?? "name the private key file itself, kept by you alone",
  });
}

function tooLarge(name: string): WorldFluxError {
  return new WorldFluxError("WF_INPUT_TOO_LARGE", `${name} is larger than any private key`, {
    hint: `name signer.key; the limit is ${MAX_KEY_FILE} bytes`,
  });
}

function unreadable(path: string, cause: unknown): WorldFluxError {
  if (cause instanceof WorldFluxError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  const name = printable(path);
  if (code === "ELOOP") return refused(name, "is a link");
  if (code === "ENOENT") {
    return new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no key file ${preview(path)}`, {
      hint: "`worldflux audit keygen --output keys` writes keys/signer.key",
    });
  }
  return new WorldFluxError("WF_INPUT_UNREADABLE", `${name} cannot be read (${code})`, {
    hint: "check the path and its permissions",
  });
}
