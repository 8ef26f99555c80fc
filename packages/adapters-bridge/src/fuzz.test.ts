import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { fixtures } from "../fixtures/conformance.ts";
import { recount } from "../fixtures/recount.ts";
import { bridge } from "./index.ts";

test("mutated files are refused with our errors, or add up", async () => {
  const { accepted } = await fuzzAdapter(bridge, fixtures, 10_000, recount);
  expect(accepted).toBeGreaterThan(300);
});
