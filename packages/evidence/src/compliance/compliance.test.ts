import { readdirSync, readFileSync } from "node:fs";
import {
  ComplianceMap,
  ComplianceRegime,
  canonicalBytes,
  checkDocument,
  documentDigest,
  findPrivateText,
} from "@worldflux/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyDocuments, fullDocuments, publicDocumentsOf } from "../../test/public-documents.ts";
import { sidecarsOf } from "../sidecars.ts";
import { mapRegime } from "./map-regime.ts";
import { findRegime, regimeIds, regimeOf } from "./regimes.ts";

const folder = new URL("../../data/compliance/", import.meta.url);
const files = readdirSync(folder);
const full = fullDocuments();

test("every data file is a regime that --compliance knows", () => {
  expect(files.map((file) => file.replace(/\.json$/, "")).sort()).toEqual([...regimeIds].sort());
});

describe.each(files)("data/compliance/%s", (file) => {
  const data: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const regime = checkDocument(ComplianceRegime, data, file);
  const map = mapRegime(regime, full);

  test("is a valid data file of its own name, and is read as it stands", () => {
    expect(`${regime.id}.json`).toBe(file);
    expect(findRegime(regime.id)).toEqual(data);
  });

  test("every fact that it names is there in a package that has everything", () => {
    const absent = map.items.flatMap(({ facts }) => facts.filter((of) => of.state === "absent"));
    expect(absent.map(({ fact }) => fact)).toEqual([]);
    expect(map.items.map(({ status }) => status)).toEqual(regime.items.map((of) => of.status));
  });

  test("gives a valid, public map that names its data by day and digest", () => {
    const path = `compliance/${regime.id}.json`;
    expect(checkDocument(ComplianceMap, map, path)).toEqual(map);
    expect(findPrivateText(map)).toBeUndefined();
    expect(map.regime).toMatchObject({ as_of: regime.as_of, sha256: documentDigest(data) });
    expect(map.counts.items).toBe(regime.items.length);
    expect(map.counts.supporting + map.counts.not_covered).toBe(regime.items.length);
    expect(map.disclaimer).toBe(
      "This is not a registration, a conformity assessment or legal advice.",
    );
    expect(map.applicability).toBe("unknown");
  });

  test("claims no more than support", () => {
    expect(JSON.stringify(regime)).not.toMatch(
      /\b(compliant|complies|approved|endorsed|deployable|fulfil\w*|satisf\w+)\b/i,
    );
    expect(regime.items.some(({ wording }) => wording === "official_text")).toBe(false);
  });
});

test("Annex VIII: 27 items, 6 supporting, 21 not covered", () => {
  const { items, counts } = mapRegime(regimeOf("eu-ai-act-annex8"), full);
  expect(counts).toEqual({ items: 27, supporting: 6, not_covered: 21 });
  const supporting = items.filter(({ status }) => status === "supporting").map(({ item }) => item);
  expect(supporting).toEqual(["A.4", "A.5", "A.6", "A.13", "B.4", "B.5"]);
  const sections = ["A", "B", "C"].map((s) => items.filter((of) => of.item.startsWith(s)).length);
  expect(sections).toEqual([13, 9, 5]);
});

test("an item is not covered where the package has none of its facts", () => {
  const map = mapRegime(regimeOf("eu-ai-act-annex8"), publicDocumentsOf());
  expect(map.counts).toEqual({ items: 27, supporting: 5, not_covered: 22 });
  expect(map.items.find(({ item }) => item === "A.6")).toMatchObject({
    status: "not_covered",
    facts: [{ state: "absent" }, { state: "absent" }, { state: "absent" }],
  });
});

test("values are shown; lists are counted; a placeholder hash, null and nothing are absent", () => {
  const { protocol, auditInput } = full;
  const digest = `sha256:${"a".repeat(64)}`;
  const documents = {
    ...full,
    provenance: undefined,
    protocol: { ...protocol, model_runtime: { digest } },
    auditInput: {
      ...auditInput,
      source: { ...auditInput.source, evaluator: { name: "lerobot", version: null } },
    },
  };
  const regime: ComplianceRegime = {
    ...regimeOf("nist-ai-rmf"),
    items: [
      {
        item: "x",
        content: "x",
        wording: "not_read",
        status: "supporting",
        from: [
          "claim.json/subject/id",
          "evidence.json/result/successes",
          "protocol.json/execution/observation_space",
          "protocol.json/model_runtime/digest",
          "audit_input.json/source/evaluator/version",
          "audit_provenance.json/package_id",
          "claim.json/constructor/name",
          "claim.json/subject/id/length",
        ],
      },
    ],
  };
  expect(mapRegime(regime, documents).items[0]?.facts).toEqual([
    { fact: "claim.json/subject/id", state: "present", value: "lab/policy" },
    { fact: "evidence.json/result/successes", state: "present", value: 18 },
    { fact: "protocol.json/execution/observation_space", state: "present", entries: 2 },
    { fact: "protocol.json/model_runtime/digest", state: "absent" },
    { fact: "audit_input.json/source/evaluator/version", state: "absent" },
    { fact: "audit_provenance.json/package_id", state: "absent" },
    { fact: "claim.json/constructor/name", state: "absent" },
    { fact: "claim.json/subject/id/length", state: "absent" },
  ]);
});

test("an unknown id lists the known ones", async () => {
  const choice = { mlbom: false, compliance: ["eu-ai-act"], completeness: false };
  await expect(sidecarsOf(full, choice)).rejects.toMatchObject({
    code: "WF_USAGE",
    message: "--compliance: no regime is called eu-ai-act",
    hint: "use one of eu-ai-act-annex4, eu-ai-act-annex8, nist-ai-rmf",
  });
  for (const id of ["constructor", "__proto__", "../x", ""]) {
    expect(() => regimeOf(id)).toThrow("no regime");
  }
});

test("an id that comes twice gives one file", async () => {
  const choice = {
    mlbom: false,
    compliance: ["nist-ai-rmf", "eu-ai-act-annex8", "nist-ai-rmf"],
    completeness: true,
  };
  expect([...(await sidecarsOf(full, choice)).keys()]).toEqual([
    "compliance/nist-ai-rmf.json",
    "compliance/eu-ai-act-annex8.json",
    "completeness.json",
  ]);
});

test("whatever the package says, maps are valid and count right", () => {
  const regimes = regimeIds.map(regimeOf);
  fc.assert(
    fc.property(anyDocuments, fc.constantFrom(...regimes), (documents, regime) => {
      const map = mapRegime(regime, documents);
      checkDocument(ComplianceMap, map, "map");
      expect(canonicalBytes(map).length).toBeGreaterThan(0);
      for (const { status, facts } of map.items) {
        const held = facts.some((fact) => fact.state === "present");
        expect(status).toBe(held ? "supporting" : "not_covered");
      }
    }),
    { numRuns: 100 },
  );
});
