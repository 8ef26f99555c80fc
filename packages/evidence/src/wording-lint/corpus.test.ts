import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measureCorpus } from "../../test/measure-corpus.ts";

test("debug", () => {
  const m = measureCorpus();
  const half = process.env["HALF"] === "held" ? m.held_out : m.development;
  console.log(half.misses.join("\n"));
  console.log(JSON.stringify({ ...half, misses: half.misses.length }));
});
