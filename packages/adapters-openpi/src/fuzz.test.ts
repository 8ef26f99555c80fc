import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { fixtures } from "../fixtures/build.ts";
import { openpi } from "./index.ts";

const counter =
  /^(?:[\w-]+ +\| )?\s*(?:(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.]+:)?\s*# successes: (\d+) \(\d+\.\d%\)\s*$/gm;

/** Counts by the counter lines alone: the text between two of them is an episode. */
function recount(files: Readonly<Record<string, Uint8Array>>): Partial<Record<Outcome, number>> {
  const parts = new TextDecoder().decode(files["run.log"]).split(counter);
  const counts: Partial<Record<Outcome, number>> = {};
  const add = (outcome: Outcome) => {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  };
  let before = 0;
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const now = Number(parts[i + 1]);
    if (parts[i]?.includes("Caught exception:")) add("error");
    else add(now > before ? "success" : "failure");
    before = now;
  }
  const rest = parts.at(-1) ?? "";
  if (/Starting episode \d+\.\.\.\s*$/m.test(rest)) {
    add(rest.includes("Caught exception:") ? "error" : "pending");
  }
  return counts;
}

test("no change of bytes crashes it or is counted wrongly", async () => {
  const { accepted } = await fuzzAdapter(openpi, fixtures, 10_000, recount);
  expect(accepted).toBeGreaterThan(500);
});
