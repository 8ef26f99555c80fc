import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { cases } from "../fixtures/cases.ts";
import { pi } from "./index.ts";

for (const check of adapterConformance(pi, cases)) test(check.name, check.run);
