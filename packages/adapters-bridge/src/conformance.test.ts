import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../fixtures/conformance.ts";
import { bridge } from "./index.ts";

for (const check of adapterConformance(bridge, fixtures)) test(check.name, check.run);
