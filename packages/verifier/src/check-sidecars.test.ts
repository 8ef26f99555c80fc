import { regimeIds, sidecarsOf } from "@worldflux/evidence";
import { ComplianceMap, canonicalBytes, documentDigest, parseJson } from "@worldflux/schema";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { anyDocuments, fullDocuments } from "../../evidence/test/public-documents.ts";
import { checkSidecars } from "./check-sidecars.ts";
import type { Documents } from "./documents.ts";

type Public = ReturnType<typeof fullDocuments>;
type Fields = Record<string, never>;

const membersOf = (of: Public): Documents => ({
  "claim.json": of.claim,
  "protocol.json": of.protocol,
  "evidence.json": of.evidence,
  "audit_input.json": of.auditInput,
  "audit_provenance.json": of.provenance,
});
const everything = { mlbom: true, compliance: regimeIds, completeness: true };
/** As a verifier reads it: from the bytes of the member. */
const reread = (value: unknown) =>
  parseJson(new TextDecoder().decode(canonicalBytes(value)), { source: "sidecar" }).value;

const full = fullDocuments();
const members = membersOf(full);
let sidecars: ReadonlyMap<string, unknown>;
beforeAll(async () => {
  const made = await sidecarsOf(full, everything);
  sidecars = new Map([...made].map(([path, value]) => [path, reread(value)]));
});

/** The sidecars with one of them edited. */
function edited(path: string, edit: (document: Fields) => void): Map<string, unknown> {
  const copy = structuredClone(sidecars.get(path)) as Fields;
  edit(copy);
  return new Map(sidecars).set(path, copy);
}
function set(document: Fields, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const at = keys.reduce<Record<string, never>>((of, key) => of[key] as never, document);
  (at as Record<string, unknown>)[last] = value;
}

test("passes for what was built, and names each", () => {
  expect(checkSidecars(members, sidecars)).toEqual({
    id: "recompute.sidecars",
    status: "pass",
    detail:
      "mlbom.cdx.json, compliance/eu-ai-act-annex4.json, compliance/eu-ai-act-annex8.json, compliance/nist-ai-rmf.json, completeness.json follow from the public members",
  });
});

test("is not evaluated without sidecars, or with those that other checks look at", () => {
  expect(checkSidecars(members, new Map()).status).toBe("not_evaluated");
  const key = new Map([["commitment_key.json", {}]]);
  expect(checkSidecars(members, key).status).toBe("not_evaluated");
});

test.each(["claim.json", "protocol.json", "evidence.json", "audit_input.json"] as const)(
  "is not evaluated without %s",
  (name) => {
    const { [name]: _, ...rest } = members;
    expect(checkSidecars(rest, sidecars)).toMatchObject({
      status: "not_evaluated",
      detail: "a public member could not be read",
    });
  },
);

describe("fails on any difference", () => {
  const annex8 = "compliance/eu-ai-act-annex8.json";
  const metrics = "components.0.modelCard.quantitativeAnalysis.performanceMetrics";
  const edits: [string, string, string, unknown][] = [
    ["a better rate", "mlbom.cdx.json", `${metrics}.0.value`, "0.99"],
    ["a tighter bound", "mlbom.cdx.json", `${metrics}.0.confidenceInterval.lowerBound`, "0.698"],
    ["a licence", "mlbom.cdx.json", "components.0.licenses", [{ license: { id: "MIT" } }]],
    ["an architecture", "mlbom.cdx.json", "components.0.modelCard.modelParameters.approach", {}],
    ["another serial number", "mlbom.cdx.json", "serialNumber", "urn:uuid:0"],
    ["another time", "mlbom.cdx.json", "metadata.timestamp", "2030-01-01T00:00:00Z"],
    ["a dropped limitation", "mlbom.cdx.json", "components.0.modelCard.considerations", {}],
    ["another number of items", annex8, "counts.supporting", 27],
    ["an item that is not covered", annex8, "items.0.status", "supporting"],
    ["a value", annex8, "items.3.facts.0.value", "somebody/else"],
    ["the disclaimer", annex8, "disclaimer", "This is a conformity assessment."],
    ["the applicability", annex8, "applicability", "applies"],
    ["a field more", annex8, "certified", true],
    ["the score", "completeness.json", "score.met", 32],
    ["an item that is not met", "completeness.json", "items.28.status", "met"],
    ["a signature that is called met", "completeness.json", "items.29.status", "met"],
    ["the formula", "completeness.json", "formula", "met / items is the chance of success"],
  ];
  test.each(edits)("%s", (_, path, pointer, value) => {
    const check = checkSidecars(
      members,
      edited(path, (document) => set(document, pointer, value)),
    );
    expect(check.status).toBe("fail");
    expect(check.detail).toContain(`${path} /`);
  });

  test("a sidecar of another package", async () => {
    const claim = { ...full.claim, capability: "something else" };
    const other = await sidecarsOf({ ...full, claim }, everything);
    expect(checkSidecars(members, other).status).toBe("fail");
  });

  test("a map under another regime's name", () => {
    const of = sidecars.get("compliance/nist-ai-rmf.json");
    const swapped = new Map([["compliance/eu-ai-act-annex8.json", of]]);
    expect(checkSidecars(members, swapped).status).not.toBe("pass");
  });
});

describe("data that is not ours cannot be recomputed, and is no pass", () => {
  const path = "compliance/nist-ai-rmf.json";
  test.each([
    [
      "of another day",
      "regime.as_of",
      "2027-01-01",
      "its facts hold, but its data file (2027-01-01)",
    ],
    ["of another digest", "regime.sha256", documentDigest({}), "its facts hold, but its data file"],
  ])("%s", (_, pointer, value, why) => {
    const changed = edited(path, (document) => set(document, pointer, value));
    const check = checkSidecars(members, changed);
    expect(check.status).toBe("not_evaluated");
    expect(check.detail).toContain(`${path}: ${why}`);
  });

  test("a regime that this version does not know", () => {
    for (const id of ["iso-42001", "constructor"]) {
      const map = edited(path, (document) => set(document, "regime.id", id)).get(path);
      const check = checkSidecars(members, new Map([[`compliance/${id}.json`, map]]));
      expect(check.status).toBe("not_evaluated");
    }
  });

  test.each([
    ["a value", "items.2.facts.0.value", "another benchmark"],
    ["a fact that is called present", "items.2.facts.0.state", "absent"],
    ["an item that is not covered", "items.1.status", "supporting"],
    ["the counts", "counts.supporting", 6],
    ["other evidence", "evidence.sha256", documentDigest({})],
    ["another regime's id", "regime.id", "eu-ai-act-annex8"],
  ])("lying about %s fails all the same", (_, pointer, value) => {
    const changed = edited(path, (document) => {
      set(document, "regime.as_of", "2027-01-01");
      set(document, pointer, value);
    });
    expect(checkSidecars(members, changed).status).toBe("fail");
  });

  test("a difference elsewhere still fails", () => {
    const changed = edited(path, (document) => set(document, "regime.as_of", "2027-01-01"));
    changed.set("completeness.json", {});
    expect(checkSidecars(members, changed).status).toBe("fail");
  });
});

test("whatever the package, what is built is what is recomputed", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocuments, async (documents) => {
      const made = await sidecarsOf(documents, { ...everything, mlbom: false });
      const read = new Map([...made].map(([path, value]) => [path, reread(value)]));
      expect(checkSidecars(membersOf(documents), read).status).toBe("pass");
    }),
    { numRuns: 60 },
  );
});

test("a hostile sidecar is a difference, never a crash", () => {
  const hostile = fc.record(
    {
      item: fc.string({ minLength: 1 }),
      content: fc.string({ minLength: 1 }),
      wording: fc.constant("not_read"),
      status: fc.constantFrom("supporting", "not_covered"),
      facts: fc.array(
        fc.record({
          fact: fc.constantFrom(
            "claim.json/constructor/prototype",
            "claim.json/__proto__/x",
            "evidence.json/labels/999999",
            "nothing.json/a",
            "audit_input.json/tasks",
          ),
          state: fc.constantFrom("present", "absent"),
        }),
      ),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.array(hostile), (value, items) => {
      for (const path of ["mlbom.cdx.json", "completeness.json"]) {
        expect(checkSidecars(members, new Map([[path, value]])).status).toBe("fail");
      }
      const map = { ...(sidecars.get("compliance/nist-ai-rmf.json") as object), items };
      for (const id of ["nist-ai-rmf", "unknown", "__proto__"]) {
        const read = ComplianceMap.safeParse(map);
        if (!read.success) continue;
        const check = checkSidecars(members, new Map([[`compliance/${id}.json`, read.data]]));
        expect(check.status).toBe("fail");
      }
    }),
    { numRuns: 200 },
  );
});

test("a huge sidecar takes no longer than reading it", () => {
  const bom = structuredClone(sidecars.get("mlbom.cdx.json")) as Fields;
  const components = Array.from({ length: 300_000 }, (_, i) => ({
    "bom-ref": `c${i}`,
    type: "data",
  }));
  const before = performance.now();
  set(bom, "components", components);
  expect(checkSidecars(members, new Map([["mlbom.cdx.json", bom]])).status).toBe("fail");
  const wide = Object.fromEntries(components.map((of) => [of["bom-ref"], of]));
  expect(checkSidecars(members, new Map([["completeness.json", wide]])).status).toBe("fail");
  expect(performance.now() - before).toBeLessThan(10_000);
});
