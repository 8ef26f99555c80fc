import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { describe, test } from "vitest";
import { byMapping, fixtures } from "../fixtures/build.ts";
import { mapped } from "./index.ts";

// A mapping fits one format, so only the check over all of them can ask for every shape.
const wholesale = "mapped: every shape has a fixture";

describe.each([...byMapping()])("mapping %#", (mapping, group) => {
  const checks = adapterConformance(mapped(mapping), group);
  for (const { name, run } of checks.filter((check) => check.name !== wholesale)) test(name, run);
});

test("every shape has a fixture", async () => {
  const [first] = fixtures;
  const all = first && adapterConformance(mapped(first.mapping), fixtures);
  await all?.find(({ name }) => name === wholesale)?.run();
});
