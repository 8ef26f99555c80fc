import { type DocumentName, jsonSchema } from "@worldflux/schema";

/** The document that a member, or each of its lines, is; by the name of its JSON Schema. */
const documentOf: Readonly<Record<string, DocumentName>> = {
  "claim.json": "claim",
  "protocol.json": "protocol",
  "audit_input.json": "audit_input",
  "audit_provenance.json": "audit_provenance",
  "episode_results.jsonl": "episode_result",
  "raw_evidence_manifest.json": "raw_evidence_manifest",
  "commitment_key.json": "commitment_key",
  "artifact_manifest.json": "artifact_manifest",
};

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly $ref?: string;
}

const schemas = new Map<DocumentName, Node>();

/**
 * True for a place that lies in a field which this version's schema does not name: it is kept as it is, and
 * nothing looks at it. Only of documents in which such fields may stand.
 */
export function isUnknownField(member: string, pointer: string): boolean {
  const name = Object.hasOwn(documentOf, member) ? documentOf[member] : undefined;
  if (name === undefined) return false;
  const schema = schemas.get(name) ?? (jsonSchema(name) as Node);
  schemas.set(name, schema);
  const steps = pointer.split("/").slice(member.endsWith(".jsonl") ? 2 : 1);
  let node: Node | undefined = schema;
  for (const step of steps) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const options: readonly Node[] = node.anyOf ?? [node];
    const object: Node | undefined = options.find((of) => of.properties ?? of.additionalProperties);
    const list: Node | undefined = options.find((of) => of.items);
    if (object?.properties !== undefined) {
      if (!Object.hasOwn(object.properties, key)) return true;
      node = object.properties[key];
    } else if (list !== undefined) node = list.items;
    else if (typeof object?.additionalProperties === "object") node = object.additionalProperties;
    else return false; // a value without parts, or a reference to one
    if (node === undefined) return false;
  }
  return false;
}
