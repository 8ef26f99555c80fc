import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { describe, test } from "vitest";
import { accepted, refused } from "../fixtures/fixtures.ts";
import { lbmEval } from "./index.ts";

describe("conformance", () => {
  for (const check of adapterConformance(lbmEval, [...accepted, ...refused])) {
    test(check.name, check.run);
  }
});
