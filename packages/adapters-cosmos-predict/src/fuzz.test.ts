import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { recount as recountAuditInput } from "../../adapters-audit-input/fixtures/recount.ts";
import { recount } from "../../adapters-bridge/fixtures/recount.ts";
import { fixtures } from "../fixtures/conformance.ts";
import { cosmosPredict } from "./index.ts";

test("mutated files are refused with our errors, or add up", async () => {
  const { accepted } = await fuzzAdapter(cosmosPredict, fixtures, 10_000, (files) =>
    Object.keys(files).some((path) => path.endsWith("audit_input.json"))
      ? recountAuditInput(files)
      : recount(files),
  );
  expect(accepted).toBeGreaterThan(300);
});
