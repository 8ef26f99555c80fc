import type { Reading } from "@worldflux/schema";
import { expect, test } from "vitest";
import { example, exampleEpisode, exampleFixtures } from "../fixtures/example.ts";
import { fuzzAdapter } from "../fixtures/fuzz.ts";
import type { Adapter } from "./adapter.ts";

const fuzz = (adapter: Adapter) => fuzzAdapter(adapter, exampleFixtures, 2000, recount);

function recount(files: Readonly<Record<string, Uint8Array>>) {
  const { results } = JSON.parse(new TextDecoder().decode(files["results.json"]));
  const success = results.filter(Boolean).length;
  const failure = results.length - success;
  return { ...(success > 0 && { success }), ...(failure > 0 && { failure }) };
}

test("a good adapter gets through", async () => {
  const { accepted } = await fuzz(example);
  expect(accepted).toBeGreaterThan(100);
});

test.each<[string, Adapter["read"]]>([
  [
    "crashes",
    (input, options) => {
      JSON.parse(new TextDecoder().decode(input.files[0]?.head()));
      return example.read(input, options);
    },
  ],
  [
    "adds an episode",
    (input, options) => {
      const reading = example.read(input, options) as Reading;
      return { ...reading, episodes: [...reading.episodes, exampleEpisode(true, 9)] };
    },
  ],
  [
    "gives no episodes",
    (input, options) => ({ ...(example.read(input, options) as Reading), episodes: [] }),
  ],
  [
    "gives a record that is not one",
    (input, options) => ({ ...(example.read(input, options) as Reading), shape: "a b" }),
  ],
])("one that %s does not", async (_, read) => {
  await expect(fuzz({ ...example, read })).rejects.toThrow("Property failed");
});
