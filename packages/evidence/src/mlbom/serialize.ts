import { canonicalJson } from "@worldflux/schema";
import { referenceProblems } from "./check-references.ts";
import type { Component, Mlbom, ModelCard } from "./document.ts";

/**
 * Puts an ML-BOM through the CycloneDX library: its models, its normalizers, its strict validator.
 * The library is loaded here and nowhere else, since nothing but writing needs it.
 *
 * @returns what the library wrote, which is `document` field for field
 * @throws TypeError when the library would write something else, or calls it invalid: a bug of ours
 */
export async function serializeMlbom(document: Mlbom): Promise<unknown> {
  const { Enums, Models, Serialize, Spec, Validation } = await import(
    "@cyclonedx/cyclonedx-library"
  );
  const { ComponentNormalizer, Factory, MetadataNormalizer } = Serialize.JSON.Normalize;
  const cards = new WeakMap<object, ModelCard>();

  const types = {
    application: Enums.ComponentType.Application,
    data: Enums.ComponentType.Data,
    "machine-learning-model": Enums.ComponentType.MachineLearningModel,
  } as const;
  const references = {
    distribution: Enums.ExternalReferenceType.Distribution,
    evidence: Enums.ExternalReferenceType.Evidence,
  } as const;
  const hashes = (of: Component["hashes"]) =>
    new Models.HashDictionary(
      (of ?? []).map(({ content }) => [Enums.HashAlgorithm["SHA-256"], content]),
    );
  const component = (of: Component) => {
    const made = new Models.Component(types[of.type], of.name, {
      bomRef: of["bom-ref"],
      version: of.version,
      hashes: hashes(of.hashes),
      externalReferences: new Models.ExternalReferenceRepository(
        (of.externalReferences ?? []).map(
          ({ url, type, comment, hashes: digests }) =>
            new Models.ExternalReference(url, references[type], {
              comment,
              hashes: hashes(digests),
            }),
        ),
      ),
      properties: new Models.PropertyRepository(
        (of.properties ?? []).map(({ name, value }) => new Models.Property(name, value)),
      ),
    });
    if (of.modelCard !== undefined) cards.set(made, of.modelCard);
    return made;
  };

  /** The library has no model cards yet. */
  class WithModelCard extends ComponentNormalizer {
    override normalize(...args: Parameters<InstanceType<typeof ComponentNormalizer>["normalize"]>) {
      const normalized = super.normalize(...args);
      const modelCard = cards.get(args[0]);
      return normalized && modelCard ? { ...normalized, modelCard } : normalized;
    }
  }
  /** The library would read the time and write it in another form. */
  class WithTimestamp extends MetadataNormalizer {
    override normalize(...args: Parameters<InstanceType<typeof MetadataNormalizer>["normalize"]>) {
      return { ...super.normalize(...args), timestamp: document.metadata.timestamp };
    }
  }
  class WithOurs extends Factory {
    override makeForComponent() {
      return new WithModelCard(this);
    }
    override makeForMetadata() {
      return new WithTimestamp(this);
    }
  }

  const bom = new Models.Bom({
    serialNumber: document.serialNumber,
    version: document.version,
    metadata: new Models.Metadata({
      tools: new Models.Tools({
        components: new Models.ComponentRepository(
          document.metadata.tools.components.map(component),
        ),
      }),
    }),
    components: new Models.ComponentRepository(document.components.map(component)),
  });
  const text = new Serialize.JsonSerializer(new WithOurs(Spec.Spec1dot6)).serialize(bom);
  const invalid = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  const written: unknown = JSON.parse(text);
  const problems = [
    ...(invalid === null ? [] : [`the validator says ${JSON.stringify(invalid).slice(0, 400)}`]),
    ...(canonicalJson(written) === canonicalJson(document)
      ? []
      : ["the library writes it otherwise"]),
    ...referenceProblems(written),
  ];
  if (problems.length > 0) throw new TypeError(`not a sound ML-BOM: ${problems.join("; ")}`);
  return written;
}
