import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { recount } from "../../adapters-bridge/fixtures/recount.ts";
import { fixtures } from "../fixtures/conformance.ts";
import { embodiedGovBench } from "./index.ts";

test("mutated files are refused with our errors, or add up", async () => {
  const { accepted } = await fuzzAdapter(embodiedGovBench, fixtures, 10_000, recount);
  expect(accepted).toBeGreaterThan(100);
});
