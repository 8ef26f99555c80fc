import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
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
    for (const bytes of files.values()) {
      expect(new TextDecoder().decode(bytes)).toBe("by the links");
    }
  } finally {
    rmSync(root, { recursive: true });
  }
});
