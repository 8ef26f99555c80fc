import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import type { Json } from "../fixtures/build.ts";
import { samples } from "../fixtures/samples.ts";
import { lerobot } from "./index.ts";

test("10,000 spoilt inputs are refused or add up", async () => {
  const { accepted } = await fuzzAdapter(lerobot, samples, 10_000, recount);
  expect(accepted).toBeGreaterThan(1000);
});

/** The outcomes of the only file with episodes, found without the adapter. */
function recount(files: Readonly<Record<string, Uint8Array>>): Partial<Record<Outcome, number>> {
  const names = Object.keys(files).filter((name) => name.endsWith(".json"));
  const bodies = names.flatMap((name) => bodiesOf(new TextDecoder().decode(files[name])));
  expect(bodies).toHaveLength(1);
  const raw: unknown[] =
    bodies[0].per_episode?.map((one: Json) => one.success) ??
    bodies[0].per_task.flatMap((one: Json) => one.metrics.successes);
  const success = raw.filter(Boolean).length;
  const failure = raw.length - success;
  return { ...(success > 0 && { success }), ...(failure > 0 && { failure }) };
}

function bodiesOf(text: string): Json[] {
  try {
    const value = JSON.parse(text.replace(/-?\bInfinity\b|\bNaN\b/g, "null"));
    const hasEpisodes = (body: Json) => body?.per_task ?? body?.per_episode;
    return hasEpisodes(value) ? [value] : Object.values<Json>(value).filter(hasEpisodes);
  } catch {
    return [];
  }
}
