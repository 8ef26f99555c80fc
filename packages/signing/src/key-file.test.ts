import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readKeyFile } from "./key-file.ts";
import { writeKeyFolder, writeSignatureFile } from "./write-files.ts";

const root = mkdtempSync(join(tmpdir(), "worldflux-key-files-"));
afterAll(() => rmSync(root, { recursive: true }));
const at = (name: string) => join(root, name);
const posix = process.platform !== "win32";
const code = (expected: string) => expect.objectContaining({ code: expected });
const secret = "a secret text";

/** A file of a mode of its own, whatever the umask. */
function file(name: string, content: string | Uint8Array, mode = 0o600): string {
  writeFileSync(at(name), content);
  chmodSync(at(name), mode);
  return at(name);
}

describe.runIf(posix)("a private key file", () => {
  test("is read when it is its owner's alone", () => {
    expect(readKeyFile(file("good", secret))).toBe(secret);
    expect(readKeyFile(file("read-only", secret, 0o400))).toBe(secret);
  });

  test.each([0o640, 0o604, 0o620, 0o601, 0o644, 0o666, 0o777, 0o610])(
    "of mode %o is refused",
    (mode) => {
      const path = file(`mode-${mode}`, secret, mode);
      const shown = mode.toString(8);
      expect(() => readKeyFile(path)).toThrow(`is open to other users (mode ${shown})`);
      expect(() => readKeyFile(path)).toThrow(code("WF_KEY_REFUSED"));
    },
  );

  test("that is a link is refused, also one to a good file, or to nothing", () => {
    symlinkSync(file("target", secret), at("link"));
    symlinkSync(at("nowhere"), at("dangling"));
    for (const name of ["link", "dangling"]) {
      expect(() => readKeyFile(at(name))).toThrow(code("WF_KEY_REFUSED"));
    }
  });

  test("that is a folder, a device or a pipe is refused without waiting", () => {
    mkdirSync(at("folder"));
    expect(() => readKeyFile(at("folder"))).toThrow(code("WF_KEY_REFUSED"));
    expect(() => readKeyFile("/dev/zero")).toThrow(code("WF_KEY_REFUSED"));
    if (spawnSync("mkfifo", ["-m", "600", at("pipe")]).status !== 0) return;
    expect(() => readKeyFile(at("pipe"))).toThrow(code("WF_KEY_REFUSED"));
  });

  test("larger than 16 KiB is refused", () => {
    expect(readKeyFile(file("largest", "x".repeat(16 * 1024)))).toHaveLength(16 * 1024);
    const path = file("large", "x".repeat(16 * 1024 + 1));
    expect(() => readKeyFile(path)).toThrow(code("WF_INPUT_TOO_LARGE"));
  });

  test.runIf(process.getuid?.() === 0)("of another user is refused", () => {
    const path = file("foreign", secret);
    chownSync(path, 12345, 12345);
    expect(() => readKeyFile(path)).toThrow("belongs to another user");
  });

  test("that is not there is said to be not there", () => {
    expect(() => readKeyFile(at("absent"))).toThrow(code("WF_INPUT_NOT_FOUND"));
    expect(() => readKeyFile(join(at("good"), "x"))).toThrow(code("WF_INPUT_UNREADABLE"));
  });
});

describe("a key folder", () => {
  const content = {
    privateKeyPem: "private",
    publicKeyPem: "public",
    trustedSigners: new TextEncoder().encode("config"),
  };

  test("holds three files, the private key for its owner alone", () => {
    writeKeyFolder(at("keys/of/qa"), content);
    expect(readdirSync(at("keys/of/qa")).sort()).toEqual([
      "signer.key",
      "signer.pub",
      "trusted_signers.json",
    ]);
    expect(readFileSync(at("keys/of/qa/signer.pub"), "utf8")).toBe("public");
    expect(readFileSync(at("keys/of/qa/trusted_signers.json"), "utf8")).toBe("config");
    if (posix) {
      expect(statSync(at("keys/of/qa")).mode & 0o777).toBe(0o700);
      expect(statSync(at("keys/of/qa/signer.key")).mode & 0o777).toBe(0o600);
      expect(readKeyFile(at("keys/of/qa/signer.key"))).toBe("private");
    }
    expect(readdirSync(at("keys/of"))).toEqual(["qa"]);
  });

  test("takes the place of an empty folder, and of nothing else", () => {
    mkdirSync(at("empty"));
    writeKeyFolder(at("empty"), content);
    const { mtimeMs } = statSync(at("empty/signer.key"));
    expect(() => writeKeyFolder(at("empty"), content)).toThrow(code("WF_OUTPUT_EXISTS"));
    expect(statSync(at("empty/signer.key")).mtimeMs).toBe(mtimeMs);
    file("taken", "x");
    expect(() => writeKeyFolder(at("taken"), content)).toThrow(code("WF_OUTPUT_EXISTS"));
    if (posix) {
      mkdirSync(at("elsewhere"));
      symlinkSync(at("elsewhere"), at("folder-link"));
      expect(() => writeKeyFolder(at("folder-link"), content)).toThrow(code("WF_OUTPUT_EXISTS"));
    }
    expect(() => writeKeyFolder(" ", content)).toThrow(code("WF_OUTPUT_UNWRITABLE"));
    expect(() => writeKeyFolder(join(at("taken"), "x"), content)).toThrow(
      code("WF_OUTPUT_UNWRITABLE"),
    );
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe.runIf(posix)("behind a link and ..", () => {
  const named = (name: string) => `${at("through")}/../${name}`;

  test("a file is written to the place that the path names, as the system reads it", () => {
    mkdirSync(at("far/inner"), { recursive: true });
    symlinkSync("far/inner", at("through"));
    const pem = { privateKeyPem: "private", publicKeyPem: "public", trustedSigners: Buffer.of() };
    writeKeyFolder(named("own"), pem);
    mkdirSync(at("far/signed"));
    mkdirSync(at("signed"));
    writeSignatureFile(named("signed"), "s.json", Buffer.of(1), { force: false });
    expect(readdirSync(at("far")).sort()).toEqual(["inner", "own", "signed"]);
    expect(readdirSync(at("far/own"))).toHaveLength(3);
    expect(readdirSync(at("far/signed"))).toEqual(["s.json"]);
    expect(existsSync(at("own"))).toBe(false);
    expect(readdirSync(at("signed"))).toEqual([]);
  });
});

describe("a signature file", () => {
  const bytes = new TextEncoder().encode("signature");
  const put = (force: boolean) => writeSignatureFile(at("package"), "s.json", bytes, { force });

  test("is put into the package in one step, and replaced only by force", () => {
    mkdirSync(at("package"));
    put(false);
    expect(readFileSync(at("package/s.json"), "utf8")).toBe("signature");
    writeFileSync(at("package/s.json"), "old");
    expect(() => put(false)).toThrow(code("WF_OUTPUT_EXISTS"));
    expect(readFileSync(at("package/s.json"), "utf8")).toBe("old");
    put(true);
    expect(readFileSync(at("package/s.json"), "utf8")).toBe("signature");
    expect(readdirSync(at("package"))).toEqual(["s.json"]);
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("does not replace one that another process puts there meanwhile", () => {
    mkdirSync(at("raced"));
    /** Its length is asked for after the look at what is there, and before the file is put there. */
    class Late extends Uint8Array {
      override get length() {
        writeFileSync(at("raced/s.json"), "another's");
        return super.length;
      }
    }
    expect(() => writeSignatureFile(at("raced"), "s.json", new Late(3), { force: false })).toThrow(
      code("WF_OUTPUT_EXISTS"),
    );
    expect(readFileSync(at("raced/s.json"), "utf8")).toBe("another's");
    expect(readdirSync(at("raced"))).toEqual(["s.json"]);
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test.runIf(posix)("never goes through a link", () => {
    file("outside", "outside");
    rmSync(at("package/s.json"));
    symlinkSync(at("outside"), at("package/s.json"));
    expect(() => put(false)).toThrow(code("WF_OUTPUT_EXISTS"));
    put(true);
    expect(readFileSync(at("outside"), "utf8")).toBe("outside");
    expect(readFileSync(at("package/s.json"), "utf8")).toBe("signature");
  });

  const mount = "/dev/shm";
  const isMount = existsSync(mount) && statSync(mount).dev !== statSync("/").dev;
  test.runIf(isMount)("is put into a package that is a mount of its own", () => {
    const name = `worldflux-${process.pid}.json`;
    try {
      writeSignatureFile(mount, name, bytes, { force: false });
      expect(readFileSync(join(mount, name), "utf8")).toBe("signature");
      const left = [...readdirSync(mount), ...readdirSync("/")];
      expect(left.filter((entry) => entry.startsWith(".signature"))).toEqual([]);
    } finally {
      rmSync(join(mount, name), { force: true });
    }
  });

  test("leaves nothing behind when it cannot be written", () => {
    rmSync(at("package/s.json"));
    mkdirSync(at("package/s.json"));
    expect(() => put(true)).toThrow(code("WF_OUTPUT_EXISTS"));
    expect(() => writeSignatureFile(at("none"), "s.json", bytes, { force: false })).toThrow(
      code("WF_OUTPUT_UNWRITABLE"),
    );
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
