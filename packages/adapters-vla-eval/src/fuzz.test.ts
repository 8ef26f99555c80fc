import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import type { Json } from "../fixtures/build.ts";
import { accepted, unfinished } from "../fixtures/cases.ts";
import { vlaEval } from "./index.ts";

const recorded = accepted.filter(({ files }) =>
  Object.keys(files).some((path) => path.includes(".sqlite")),
);
const written = accepted.filter((fixture) => !recorded.includes(fixture));
/** A benchmark whose file no longer looks like a result is passed over, with a note. */
const single = written.filter(({ name }) => !name.includes("two benchmarks"));

/** Counts outcomes with nothing but JSON.parse. */
function recount(files: Readonly<Record<string, Uint8Array>>): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const bytes of Object.values(files)) {
    let body: Json;
    try {
      body = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      continue;
    }
    for (const { episodes } of body.tasks ?? []) {
      for (const { failure_reason, metrics, success } of episodes) {
        const outcome = failure_reason
          ? "error"
          : (metrics?.success ?? success)
            ? "success"
            : "failure";
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    }
  }
  return counts;
}

test("10,000 mutated results", async () => {
  const { accepted: read } = await fuzzAdapter(vlaEval, single, 10_000, recount);
  expect(read).toBeGreaterThan(500);
});

test("mutated results of unfinished runs", async () => {
  expect((await fuzzAdapter(vlaEval, [...written, ...unfinished], 1000)).accepted).toBeGreaterThan(
    50,
  );
});

test("mutated recordings", async () => {
  expect((await fuzzAdapter(vlaEval, recorded, 600)).accepted).toBeGreaterThan(50);
});
