import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorldFluxError } from "@worldflux/schema";
import { expect, onTestFinished, test } from "vitest";
import { readMapping } from "./read-mapping.ts";

const parse = (text: string, source: string) => `${source}: ${text}`;

test("a mapping is read as it is, and the name of a file as what the file holds", () => {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-mapping-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "map.json");
  writeFileSync(file, "{}");
  expect(readMapping(file, parse)).toBe(`${file}: {}`);
  expect(readMapping("task=a,success=b.json", parse)).toBe("--map: task=a,success=b.json");
});

test("a file of a mapping that is not there is not taken for a mapping", () => {
  const find = () => readMapping("no/such/map.json", parse);
  expect(find).toThrow(WorldFluxError);
  expect(find).toThrow("there is no file no/such/map.json");
});
