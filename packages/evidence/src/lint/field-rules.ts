import { jsonSchema, type LintFinding, preview } from "@worldflux/schema";
import { closestName } from "../benchmark-tasks/closest-name.ts";
import { finding } from "./finding.ts";

/** Most misspelt fields of a document that are listed. */
const MOST = 20;

/** The JSON Schemas, made when first asked for. */
const schemas = {
  claim: once(() => jsonSchema("claim")),
  protocol: once(() => jsonSchema("protocol")),
};

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * Fields that have almost the name of a known one. Unknown fields are allowed, and so a misspelt
 * `denominator_policy` would otherwise be a policy that nobody declared.
 */
export function misspeltFields(document: keyof typeof schemas, value: unknown): LintFinding[] {
  const found: LintFinding[] = [];
  const visit = (schema: unknown, at: unknown, pointer: string): void => {
    if (!isObject(schema) || found.length >= MOST) return;
    if (Array.isArray(at)) {
      for (const [i, item] of at.slice(0, MOST).entries()) {
        visit(schema["items"], item, `${pointer}/${i}`);
      }
      return;
    }
    const properties = schema["properties"];
    if (!isObject(at) || !isObject(properties)) return;
    const known = Object.keys(properties);
    const free = known.filter((name) => !Object.hasOwn(at, name));
    for (const [name, inner] of Object.entries(at)) {
      if (Object.hasOwn(properties, name)) {
        visit(properties[name], inner, `${pointer}/${name}`);
        continue;
      }
      const meant = closestName(name, free);
      if (meant === undefined || found.length >= MOST) continue;
      found.push(
        finding(
          "field_unknown",
          `${document}.json${pointer}/${pointerPart(name)}`,
          `no field is called ${preview(name)}; it is kept, and means nothing to the audit`,
          `did you mean ${meant}?`,
        ),
      );
    }
  };
  visit(schemas[document](), value, "");
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A name as part of a JSON pointer (RFC 6901). */
function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
