import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchema } from "./json-schema.ts";

/** What an editor reads of a schema: names, values and help. */
type Node = Record<string, never> & { properties?: Record<string, Node>; enum?: string[] };

const at = (name: "claim" | "protocol", ...path: string[]): Node =>
  path.reduce<Node>((of, key) => of.properties?.[key] as Node, jsonSchema(name) as Node);

test("an editor can complete the closed lists, and explain them", () => {
  const policy = at("protocol", "execution", "denominator_policy");
  expect(policy.enum).toContain("errors_as_failures");
  expect(policy["description"]).toContain("missing episodes");
  expect(at("protocol", "execution", "success_rule").enum).toContain("any_step");
  expect(at("claim", "population").enum).toContain("tasks_fixed");
});

test("every field of the quickstart's documents is one that an editor knows", () => {
  for (const name of ["claim", "protocol"] as const) {
    const document = JSON.parse(
      readFileSync(new URL(`../fixtures/quickstart-${name}.json`, import.meta.url), "utf8"),
    );
    const visit = (value: unknown, node: Node, path: string) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return;
      for (const [key, inner] of Object.entries(value)) {
        const known = node.properties?.[key];
        expect(known, `${name}.json ${path}/${key}`).toBeDefined();
        if (known !== undefined) visit(inner, known, `${path}/${key}`);
      }
    };
    visit({ $schema: "./x.json", ...document }, at(name), "");
  }
});
