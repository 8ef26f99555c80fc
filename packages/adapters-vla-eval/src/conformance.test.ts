import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { describe, test } from "vitest";
import { accepted, refused, unfinished } from "../fixtures/cases.ts";
import { vlaEval } from "./index.ts";

describe("conformance", () => {
  for (const check of adapterConformance(vlaEval, [...accepted, ...unfinished, ...refused])) {
    test(check.name, () => check.run());
  }
});
