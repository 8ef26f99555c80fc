import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyCase } from "../../test/any-evidence.ts";
import { claimOf, inputOf, protocolOf } from "../../test/fixtures.ts";
import { deriveEvidence } from "../derive.ts";
import { count, fileSteps, planSteps } from "./waterfall-plot.ts";

const claim = claimOf();
const input = inputOf({ "libero_spatial/0": "SSSSSFFEEP", "libero_spatial/1": "SSN", "x/1": "SS" });
const shown = (rule: "errors_as_failures" | "errors_excluded" | "missing_as_failures") => {
  const list = ["libero_spatial/0", "libero_spatial/1"];
  const protocol = protocolOf(claim, list, { denominator_policy: rule });
  return planSteps(deriveEvidence(claim, protocol, input)).map(
    ({ name, episodes, from, to }) => `${name} ${episodes} (${from} to ${to})`,
  );
};

// Two tasks of ten: 13 records, of which 7 succeed, 2 fail, 2 break, 1 is pending and 1 not applicable.
test("errors count as failures: what is missing, pending or not applicable goes", () => {
  expect(shown("errors_as_failures")).toEqual([
    "planned 20 (0 to 20)",
    "missing 7 (13 to 20)",
    "pending 1 (12 to 13)",
    "not applicable 1 (11 to 12)",
    "= headline denominator 11 (0 to 11)",
    "of these success 7 (0 to 7)",
    "of these failure 2 (7 to 9)",
    "of these error, counted as failure 2 (9 to 11)",
  ]);
});

test("errors are left out", () => {
  expect(shown("errors_excluded").slice(4)).toEqual([
    "error 2 (9 to 11)",
    "= headline denominator 9 (0 to 9)",
    "of these success 7 (0 to 7)",
    "of these failure 2 (7 to 9)",
  ]);
});

test("what is missing counts as a failure", () => {
  expect(shown("missing_as_failures").slice(1)).toEqual([
    "not applicable 1 (19 to 20)",
    "= headline denominator 19 (0 to 19)",
    "of these success 7 (0 to 7)",
    "of these failure 2 (7 to 9)",
    "of these error, counted as failure 2 (9 to 11)",
    "of these pending, counted as failure 1 (11 to 12)",
    "of these missing, counted as failure 7 (12 to 19)",
  ]);
});

test("whatever the episodes, the steps end at the headline's denominator and its parts fill it", () => {
  fc.assert(
    fc.property(anyCase, ({ evidence }) => {
      const steps = planSteps(evidence);
      const end = steps.find(({ name }) => name === "= headline denominator");
      expect(end?.episodes).toBe(evidence.result.episodes);
      expect(steps.at(-1)?.to).toBe(evidence.result.episodes);
      const matched = evidence.conformance.tasks.reduce((sum, task) => sum + task.matched, 0);
      expect(fileSteps(evidence).at(-1)?.episodes).toBe(matched);
    }),
    { numRuns: 60 },
  );
});

test("thousands are set apart", () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual([
    "0",
    "999",
    "1\u202f000",
    "1\u202f234\u202f567",
  ]);
});
