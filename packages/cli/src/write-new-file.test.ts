import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeNewFile } from "./write-new-file.ts";

const folder = mkdtempSync(join(tmpdir(), "worldflux-write-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
writeFileSync(at("signer.key"), "a key");
linkSync(at("signer.key"), at("same.key"));
symlinkSync(at("signer.key"), at("link.key"));
writeFileSync(at("old.json"), "old");

test.each(["signer.key", "same.key"])("%s is read, so not even --force replaces it", (name) => {
  for (const input of ["signer.key", "same.key", "link.key"]) {
    const writing = { force: true, inputs: [at("old.json"), at(input)] };
    expect(() => writeNewFile(at(name), "{}", writing)).toThrow("which is read");
  }
  expect(readFileSync(at("signer.key"), "utf8")).toBe("a key");
});

test("--force replaces another file, and an input that is not there is none", () => {
  writeNewFile(at("old.json"), "new", { force: true, inputs: [at("signer.key"), at("absent")] });
  expect(readFileSync(at("old.json"), "utf8")).toBe("new");
});
