import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { cases } from "../fixtures/cases.ts";
import { pi } from "./index.ts";

test("no change of bytes crashes it", async () => {
  const { accepted } = await fuzzAdapter(pi, cases, 10_000);
  expect(accepted).toBeGreaterThan(500);
});
