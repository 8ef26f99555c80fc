import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../fixtures/conformance.ts";
import { cosmosPredict } from "./index.ts";

for (const check of adapterConformance(cosmosPredict, fixtures)) test(check.name, check.run);
