import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Claim } from "./claim.ts";
import { documentDigest, isPlaceholderDigest } from "./digest.ts";
import { WorldFluxError } from "./error.ts";
import { ClaimId, newId, PackageId, ProtocolId } from "./ids.ts";
import { memberNames } from "./members.ts";
import { Protocol } from "./protocol.ts";
import { checkDocument, readDocument } from "./read-document.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const claim = () => JSON.parse(fixture("quickstart-claim.json").toString());

test("the quickstart's claim and protocol are valid as they stand", () => {
  const bytes = fixture("quickstart-claim.json");
  const read = readDocument(Claim, bytes, "claim.json");
  expect(read).toEqual(claim());
  const protocol = readDocument(Protocol, fixture("quickstart-protocol.json"), "protocol.json");
  expect(protocol.claim_id).toBe(read.id);
  expect(isPlaceholderDigest(protocol.claim_hash)).toBe(true);
});

test("unknown fields are kept, so that the hash covers them", () => {
  const more = { ...claim(), x_lab: { note: "ours" } };
  const read = checkDocument(Claim, more, "claim.json");
  expect(read).toEqual(more);
  expect(documentDigest(read)).toBe(documentDigest(more));
});

test("an invalid value is named by pointer, with what is wanted and what is there", () => {
  const wrong = claim();
  wrong.decision_rule.alpha = "0,05";
  delete wrong.subject.id;
  wrong.expected_metrics[0].operator = "=>";
  wrong.expected_metrics[0].unit = "percent";
  expect(() => checkDocument(Claim, wrong, "claim.json")).toThrow(WorldFluxError);
  expect(() => checkDocument(Claim, wrong, "claim.json")).toThrowErrorMatchingInlineSnapshot(`
    [WorldFluxError: claim.json:
      /subject/id: the field is missing (expected string)
      /expected_metrics/0/operator: expected one of ">="|">"|"<="|"<", got "=>"
      /expected_metrics/0/unit: expected "ratio", got "percent"
      /decision_rule/alpha: expected number, got "0,05"]
  `);
});

test.each([
  ["expected_metrics", []],
  ["id", "clm_123"],
  ["schema_version", "worldflux.claim.v9"],
  ["claim_text", ""],
  ["slug", "Not A Slug"],
])("a claim with %s = %j is refused", (field, value) => {
  expect(() => checkDocument(Claim, { ...claim(), [field]: value }, "claim.json")).toThrow(
    `/${field}`,
  );
});

test("ids have their prefix and sort by time", () => {
  const id = newId("clm", Date.UTC(2026, 0, 1));
  expect(ClaimId.parse(id)).toBe(id);
  expect(ProtocolId.safeParse(id).success).toBe(false);
  expect(PackageId.parse(newId("evd"))).toMatch(/^evd_/);
  expect(newId("clm", Date.UTC(2027, 0, 1)) > id).toBe(true);
});

test("a package has the eleven members of the quickstart", () => {
  expect(memberNames).toHaveLength(11);
});
