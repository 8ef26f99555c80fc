import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { test } from "vitest";
import { samples } from "../fixtures/samples.ts";
import { lerobot } from "./index.ts";

for (const { name, run } of adapterConformance(lerobot, samples)) test(name, run);
