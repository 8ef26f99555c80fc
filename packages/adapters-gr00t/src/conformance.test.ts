import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { fixtures } from "../fixtures/all.ts";
import { gr00t } from "./index.ts";

for (const check of adapterConformance(gr00t, fixtures)) test(check.name, check.run);
