import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../../adapter-kit/fixtures/fuzz.ts";
import { fixtures } from "../../fixtures/conformance.ts";
import { openvlaLog } from "./index.ts";

/** Counts by the counter lines alone: the text between two of them is an episode. */
function recount(files: Readonly<Record<string, Uint8Array>>): Partial<Record<Outcome, number>> {
  const text = new TextDecoder().decode(Object.values(files)[0]);
  const parts = text.split(/# successes: (\d+) \(\d+(?:\.\d+)?%\)/);
  const counts: Partial<Record<Outcome, number>> = {};
  const add = (outcome: Outcome) => {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  };
  let before = 0;
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const now = Number(parts[i + 1]);
    if (/Episode error:|Caught exception:/.test(parts[i] ?? "")) add("error");
    else add(now > before ? "success" : "failure");
    before = now;
  }
  const rest = parts.at(-1) ?? "";
  if (/Starting episode \d+\.\.\./.test(rest)) {
    add(/Episode error:|Caught exception:/.test(rest) ? "error" : "pending");
  }
  return counts;
}

test("no change of bytes crashes it or is counted wrongly", async () => {
  const { accepted } = await fuzzAdapter(openvlaLog, fixtures, 3000, recount);
  expect(accepted).toBeGreaterThan(100);
});
