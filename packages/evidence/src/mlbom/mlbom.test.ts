import { readdirSync, readFileSync } from "node:fs";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { canonicalBytes, canonicalJson, findPrivateText, parseJson } from "@worldflux/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimOf, episodesOf, inputOf, protocolOf } from "../../test/fixtures.ts";
import { anyDocuments, fullDocuments, publicDocumentsOf } from "../../test/public-documents.ts";
import { deriveEvidence } from "../derive.ts";
import { sidecarsOf } from "../sidecars.ts";
import { referenceProblems } from "./check-references.ts";
import { mlbomDocument } from "./document.ts";
import { serializeMlbom } from "./serialize.ts";

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const only = { mlbom: true, compliance: [], completeness: false };

/** The bytes that a package would hold, held against CycloneDX's schema. */
async function invalidity(document: unknown): Promise<unknown> {
  return validator.validate(new TextDecoder().decode(canonicalBytes(document)));
}

test("packages of any names and outcomes give a valid document", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocuments, async (documents) => {
      const document = mlbomDocument(documents);
      expect(await invalidity(document)).toBeNull();
      expect(referenceProblems(document)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("the library writes the very same document", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocuments, async (documents) => {
      const written = (await sidecarsOf(documents, only)).get("mlbom.cdx.json");
      expect(canonicalJson(written)).toBe(canonicalJson(mlbomDocument(documents)));
    }),
    { numRuns: 5 },
  );
});

test("equal input gives equal bytes, in canonical form", async () => {
  const make = async () => (await sidecarsOf(fullDocuments(), only)).get("mlbom.cdx.json");
  const bytes = canonicalBytes(await make());
  expect(canonicalBytes(await make())).toEqual(bytes);
  const { value } = parseJson(new TextDecoder().decode(bytes), { source: "mlbom.cdx.json" });
  expect(canonicalBytes(value)).toEqual(bytes);
});

test("holds the package's facts", () => {
  const documents = fullDocuments();
  const bom = mlbomDocument(documents);
  // Python: uuid.uuid5(uuid.NAMESPACE_URL, "https://worldflux.ai/packages/evd_01HXY7K9ABCDEFGHJKMNPQRSTV")
  expect(bom.serialNumber).toBe("urn:uuid:1f8b12e1-1587-53e1-b902-a0276b3cabf6");
  expect(bom.metadata.timestamp).toBe("2026-01-02T03:04:05Z");
  const [model, benchmark] = bom.components;
  expect(model).toMatchObject({ type: "machine-learning-model", name: "lab/policy" });
  // printf weights | sha256sum
  expect(model?.hashes).toEqual([
    {
      alg: "SHA-256",
      content: "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c",
    },
  ]);
  expect(model?.externalReferences?.map(({ type, url }) => [type, url])).toEqual([
    ["distribution", "hf://lab/policy@main"],
    ["evidence", "evidence.json"],
  ]);
  const metrics = model?.modelCard?.quantitativeAnalysis.performanceMetrics ?? [];
  expect(metrics.map(({ type, value, slice }) => [type, value, slice])).toEqual([
    ["success_rate", "0.9", "the episodes of the protocol, as counted: 18 of 20"],
    ["success_rate", "0.8", "suite libero_spatial, task 0: 8 of 10"],
    ["success_rate", "1", "suite libero_spatial, task 1: 10 of 10"],
  ]);
  // Wilson's interval of 18/20: (0.9 + z²/40 ± z sqrt(0.0045 + z²/1600)) / (1 + z²/20), z = 1.959964.
  const [headline] = metrics;
  expect(Number(headline?.confidenceInterval.lowerBound)).toBeCloseTo(0.698963, 5);
  expect(Number(headline?.confidenceInterval.upperBound)).toBeCloseTo(0.972134, 5);
  expect(model?.modelCard?.considerations.technicalLimitations[0]).toBe(
    "Evaluated in simulation, as the claim states.",
  );
  expect(benchmark).toMatchObject({ type: "data", name: "LIBERO", version: "v1" });
});

test("invents nothing: no architecture, approach, licence, supplier, author or intended use", () => {
  const text = JSON.stringify(mlbomDocument(fullDocuments()));
  expect(text).not.toMatch(
    /"(architectureFamily|modelArchitecture|approach|licenses|supplier|authors?|publisher|useCases|users|copyright|purl)"/,
  );
  const bare = JSON.stringify(mlbomDocument(publicDocumentsOf()));
  expect(bare).not.toMatch(/simulation|distribution|sha-256":|benchmark_version/i);
  expect(text).not.toMatch(/\b(certif\w+|approv\w+|endors\w+|deployable|compliant)\b/i);
  expect(findPrivateText(mlbomDocument(fullDocuments()))).toBeUndefined();
});

test("what nobody declares is left out, and a placeholder hash is no digest", () => {
  const { protocol, ...rest } = publicDocumentsOf();
  const digest = `sha256:${"0".repeat(64)}`;
  const copied = { ...rest, protocol: { ...protocol, model_runtime: { digest } } };
  const [model, benchmark] = mlbomDocument(copied).components;
  expect(Object.keys(model ?? {}).sort()).toEqual(
    ["bom-ref", "externalReferences", "modelCard", "name", "properties", "type"].sort(),
  );
  expect(benchmark).not.toHaveProperty("version");
  expect(model?.modelCard?.considerations.technicalLimitations).toEqual(
    rest.evidence.coverage
      .filter(({ status }) => status === "not_covered")
      .map(({ statement }) => `Not covered: ${statement}`),
  );
});

test.each(["a b", "no-scheme", "https://x.example/[1]", "https://x.example/%zz", "hf://a#b#c"])(
  "an address that is no plain URI stays a property: %s",
  (uri) => {
    const { claim, ...rest } = fullDocuments();
    const subject = { ...claim.subject, checkpoint_uri: uri };
    const [model] = mlbomDocument({ ...rest, claim: { ...claim, subject } }).components;
    expect(model?.externalReferences?.map(({ type }) => type)).toEqual(["evidence"]);
    expect(model?.properties).toContainEqual({ name: "worldflux:checkpoint_uri", value: uri });
  },
);

test("ten thousand tasks, those without episodes counted and not rated", async () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `suite/t${i}`);
  const claim = claimOf();
  const protocol = protocolOf(claim, [...names, "suite2/none"]);
  const auditInput = inputOf(Object.fromEntries(names.map((name) => [name, "SF"])));
  const evidence = deriveEvidence(claim, protocol, auditInput);
  const { provenance } = publicDocumentsOf();
  const made = await sidecarsOf({ claim, protocol, evidence, auditInput, provenance }, only);
  const bom = made.get("mlbom.cdx.json") as ReturnType<typeof mlbomDocument>;
  const card = bom.components[0]?.modelCard;
  expect(card?.quantitativeAnalysis.performanceMetrics).toHaveLength(10_001);
  expect(card?.properties).toContainEqual({
    name: "worldflux:tasks_without_episodes",
    value: "1",
  });
});

test("a record without a rate has no value, only the widest interval", async () => {
  const claim = claimOf();
  const documents = publicDocumentsOf(claim, undefined, episodesOf("libero_spatial/0", "PPP"));
  const made = (await sidecarsOf(documents, only)).get("mlbom.cdx.json") as ReturnType<
    typeof mlbomDocument
  >;
  const [metric] = made.components[0]?.modelCard?.quantitativeAnalysis.performanceMetrics ?? [];
  expect(metric).toEqual({
    type: "success_rate",
    slice: "the episodes of the protocol, as counted: 0 of 0",
    confidenceInterval: { lowerBound: "0", upperBound: "1" },
  });
});

describe("what the validator lets through and we do not", () => {
  const bom = mlbomDocument(fullDocuments());
  const [model, benchmark] = bom.components;
  const broken: [string, unknown, string][] = [
    [
      "a model card on data",
      { ...bom, components: [model, { ...benchmark, modelCard: {} }] },
      "a component of type data has a model card",
    ],
    [
      "one bom-ref twice",
      { ...bom, components: [model, benchmark, { ...benchmark, name: "other" }] },
      "two components have the bom-ref benchmark",
    ],
    [
      "a dataset that is not there",
      { ...bom, components: [model], dependencies: [] },
      "no component is called benchmark",
    ],
    [
      "a dependency that is not there",
      { ...bom, dependencies: [{ ref: "model", dependsOn: ["gone"] }] },
      "no component is called gone",
    ],
  ];
  test.each(broken)("%s", async (_, document, problem) => {
    expect(await invalidity(document)).toBeNull();
    expect(referenceProblems(document)).toEqual([problem]);
  });

  test("nested components are looked into, and odd values are no crash", () => {
    const nested = {
      components: [{ type: "data", components: [{ type: "data", modelCard: {} }] }],
    };
    expect(referenceProblems(nested)).toHaveLength(1);
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(referenceProblems(value))));
  });
});

test.each([
  [
    "a serial number in capitals",
    { serialNumber: "urn:uuid:1F8B12E1-1587-53E1-B902-A0276B3CABF6" },
  ],
  ["a time that is none", { metadata: { timestamp: "yesterday", tools: { components: [] } } }],
])("the builder refuses to write %s", async (_, change) => {
  const document = { ...mlbomDocument(fullDocuments()), ...change };
  await expect(serializeMlbom(document)).rejects.toThrow("not a sound ML-BOM");
});

test("the library is loaded in one place, and only when an ML-BOM is written", () => {
  const src = new URL("../", import.meta.url);
  const users = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => [file, readFileSync(new URL(file, src), "utf8")] as const)
    .filter(([, text]) => text.includes('"@cyclonedx/') || text.includes('"ajv'));
  expect(users.map(([file]) => file)).toEqual(["mlbom/serialize.ts"]);
  expect(users[0]?.[1]).toMatch(/await import\(\s*"@cyclonedx/);
  expect(users[0]?.[1]).not.toMatch(/^import .*"@cyclonedx/m);
});
