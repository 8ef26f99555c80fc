import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { accepted } from "../fixtures/fixtures.ts";
import { lbmEval } from "./index.ts";

// biome-ignore lint/suspicious/noExplicitAny: counts rows without the adapter's types
type Json = any;

/** Counts rows by another way than the adapter: by what a reader of the documentation would do. */
function recount(files: Readonly<Record<string, Uint8Array>>): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const [path, bytes] of Object.entries(files)) {
    if (!/(?:^|\/)results[^/]*\.json$/.test(path)) continue;
    const text = new TextDecoder().decode(bytes);
    const root: Json = JSON.parse(text.replace(/:\s*(?:NaN|-?Infinity)\b/g, ":null"));
    for (const it of root.evaluations) {
      const crashed = (it.failure_message ?? "").trim() !== "";
      const bare = !("failure_message" in it);
      let outcome: Outcome = it.is_success === true ? "success" : "failure";
      if (it.is_pending === true) outcome = "pending";
      else if (it.is_success === null || crashed || (!bare && !it.is_success && !it.total_time)) {
        outcome = "error";
      }
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  }
  return counts;
}

test("survives files that were tampered with", async () => {
  const { accepted: read } = await fuzzAdapter(lbmEval, accepted, 10_000, recount);
  expect(read).toBeGreaterThan(200);
});
