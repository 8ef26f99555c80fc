import { expect, test } from "vitest";
import { type DocumentName, documents, jsonSchema } from "../src/index.ts";

// `npm run generate` writes the files again after a schema has changed.
test.each(Object.keys(documents) as DocumentName[])("json-schema/%s is current", async (name) => {
  const text = `${JSON.stringify(jsonSchema(name), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`../json-schema/${name}.schema.json`);
});
