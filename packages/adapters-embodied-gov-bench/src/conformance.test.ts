import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../fixtures/conformance.ts";
import { embodiedGovBench } from "./index.ts";

for (const check of adapterConformance(embodiedGovBench, fixtures)) test(check.name, check.run);
