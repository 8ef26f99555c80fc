import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../fixtures/build.ts";
import { openpi } from "./index.ts";

for (const check of adapterConformance(openpi, fixtures)) test(check.name, check.run);
