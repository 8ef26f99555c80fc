import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measureCorpus } from "../../test/measure-corpus.ts";

test("debug", () => {
  const m = measureCorpus();
  const half = m[(process.env["HALF"] ?? "development") as "held_out"];
  console.log(half.misses.join("\n"));
  console.log(JSON.stringify({ ...half, misses: half.misses.length }));
});
