import type { EpisodeRecord } from "@worldflux/schema";
import { expect, test } from "vitest";
import { Repeats } from "./repeats.ts";

const record = (index: number): EpisodeRecord => ({
  ...{ suite: null, task: "t", index, seed: null, attempt: 0, outcome: "success" },
});

function after(count: number): Repeats {
  const repeats = new Repeats();
  for (let i = 0; i < count; i++) repeats.add(record(i), `run.jsonl:${i + 2}`);
  return repeats;
}

test("no repeat escapes in a file of 131,072 records", () => {
  const repeats = after(131_071);
  expect(() => repeats.add(record(0), "run.jsonl:9")).toThrow("recorded at run.jsonl:2 already");
  repeats.add(record(131_071), "run.jsonl:10");
  expect(repeats.forgot).toBe(false);
});

test("in a longer file, none within 65,536 records of each other, and it says so", () => {
  const repeats = after(200_000);
  expect(repeats.forgot).toBe(true);
  for (const index of [199_999, 150_000, 134_464]) {
    expect(() => repeats.add(record(index), "run.jsonl:9")).toThrow("already");
  }
});
