import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorldFluxError } from "@worldflux/schema";
import { expect, onTestFinished, test } from "vitest";
import { inMemory } from "./content.ts";
import { readPackageFolder } from "./read-folder.ts";

test.runIf(process.platform !== "win32")("reads the files of the folder that it lists", () => {
  const root = mkdtempSync(join(tmpdir(), "worldflux-read-folder-"));
  try {
    for (const [folder, content] of [
      ["package", "by its letters"],
      ["elsewhere/package", "by the links"],
    ] as const) {
      mkdirSync(join(root, folder, "compliance"), { recursive: true });
      writeFileSync(join(root, folder, "claim.json"), content);
      writeFileSync(join(root, folder, "compliance/x.json"), content);
    }
    mkdirSync(join(root, "elsewhere/inner"));
    symlinkSync("elsewhere/inner", join(root, "link"));
    // The system goes through the link first; whoever shortens `link/..` ends in another folder.
    const { files } = readPackageFolder(`${root}/link/../package`);
    expect([...files.keys()].sort()).toEqual(["claim.json", "compliance/x.json"]);
    for (const bytes of inMemory(files).values()) {
      expect(new TextDecoder().decode(bytes)).toBe("by the links");
    }
  } finally {
    rmSync(root, { recursive: true });
  }
});

/** A folder with some members; what they hold is not looked at here. */
function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-read-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["claim.json", "evidence.md"]) writeFileSync(join(folder, name), "x");
  const members = [{ path: "evidence.md", size_bytes: 1 }];
  writeFileSync(join(folder, "artifact_manifest.json"), JSON.stringify({ members }));
  return folder;
}

const codeOf = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    return error instanceof WorldFluxError ? error.code : error;
  }
};

test("a name that no package has is refused unread, and a second name of a member says why", () => {
  const folder = someFolder();
  writeFileSync(join(folder, "notes.txt"), "x");
  linkSync(join(folder, "claim.json"), join(folder, "Claim copy.json"));
  const { files, refused, refusedWhy } = readPackageFolder(folder);
  expect([...files.keys()].sort()).toEqual(["artifact_manifest.json", "evidence.md"]);
  expect([...refused].sort()).toEqual(["Claim copy.json", "claim.json", "notes.txt"]);
  expect(refusedWhy?.get("notes.txt")).toBe("does not belong to the package");
  expect(refusedWhy?.get("claim.json")).toContain("the file has 2 names");
  const allowed = readPackageFolder(folder, { allowHardLinks: true });
  expect(allowed.files.has("claim.json")).toBe(true);
  expect(allowed.refused).not.toContain("claim.json");
});

test.skipIf(process.platform === "win32")("a large file is read only with its listed size", () => {
  const folder = someFolder();
  truncateSync(join(folder, "evidence.md"), 65 * 2 ** 20);
  expect(readPackageFolder(folder).refusedWhy?.get("evidence.md")).toContain("it was not read");
  const members = [{ path: "evidence.md", size_bytes: 65 * 2 ** 20 }];
  writeFileSync(join(folder, "artifact_manifest.json"), JSON.stringify({ members }));
  expect(readPackageFolder(folder).files.get("evidence.md")).toHaveLength(65 * 2 ** 20);
  truncateSync(join(folder, "evidence.md"), 5 * 2 ** 30);
  expect(codeOf(() => readPackageFolder(folder))).toBe("WF_INPUT_TOO_LARGE");
});

test("what changes while it is read is an error", () => {
  for (const change of [
    (folder: string) => appendFileSync(join(folder, "claim.json"), "y"),
    (folder: string) => writeFileSync(join(folder, "late"), "x"),
    (folder: string) => rmSync(join(folder, "evidence.md")),
  ]) {
    const folder = someFolder();
    const onFile = (path: string) => {
      if (path === "claim.json") change(folder);
    };
    expect(codeOf(() => readPackageFolder(folder, { onFile }))).toBe("WF_INPUT_CHANGED");
  }
});
