import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../../fixtures/conformance.ts";
import { openvlaLog } from "./index.ts";

for (const check of adapterConformance(openvlaLog, fixtures)) test(check.name, check.run);
