/**
 * What CycloneDX's own validator lets through: a model card on a component that is no model, two
 * components of one bom-ref, and a reference that leads nowhere.
 *
 * @returns one sentence for each problem; none for a sound document
 */
export function referenceProblems(document: unknown): string[] {
  const components = componentsIn(document);
  const problems: string[] = [];
  const refs = new Set<string>();
  for (const component of components) {
    const ref = component["bom-ref"];
    if (typeof ref === "string") {
      if (refs.has(ref)) problems.push(`two components have the bom-ref ${ref}`);
      refs.add(ref);
    }
    if (component["modelCard"] !== undefined && component["type"] !== "machine-learning-model") {
      problems.push(`a component of type ${component["type"]} has a model card`);
    }
  }
  const used = [
    ...components.flatMap(({ modelCard }) =>
      listAt(fields(fields(modelCard)["modelParameters"])["datasets"]).map((of) => of["ref"]),
    ),
    ...listAt(fields(document)["dependencies"]).flatMap((of) => [
      of["ref"],
      ...(Array.isArray(of["dependsOn"]) ? of["dependsOn"] : []),
    ]),
  ];
  for (const ref of used) {
    if (typeof ref === "string" && !refs.has(ref)) problems.push(`no component is called ${ref}`);
  }
  return problems;
}

type Fields = Record<string, unknown>;

/** Every component with those inside it: the document's own, its subject, its tools. */
function componentsIn(document: unknown): Fields[] {
  const metadata = fields(fields(document)["metadata"]);
  const found = [
    ...(metadata["component"] === undefined ? [] : [fields(metadata["component"])]),
    ...listAt(fields(metadata["tools"])["components"]),
    ...listAt(fields(document)["components"]),
  ];
  // The list grows while it is walked.
  for (const component of found) found.push(...listAt(component["components"]));
  return found;
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function listAt(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}
