import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../fixtures/conformance.ts";
import { auditInput } from "./index.ts";

for (const check of adapterConformance(auditInput, fixtures)) test(check.name, check.run);
