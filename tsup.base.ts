import { defineConfig, type Options } from "tsup";

/** The build every package shares: ESM for Node 20, declarations left to tsc. */
export function library(overrides: Options = {}) {
  return defineConfig({
    entry: ["src/index.ts"],
    format: "esm",
    target: "node20",
    platform: "node",
    sourcemap: true,
    clean: true,
    silent: true,
    ...overrides,
  });
}
