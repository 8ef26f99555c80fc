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

/**
 * The build of a package that browsers can import too: `src/browser.ts` becomes one file that shares no
 * chunk with the entries for Node, so that a bundler sees nothing else.
 */
export function libraryForBrowsers(overrides: Options = {}) {
  return [
    library({ ...overrides, clean: ["!browser.js*"] }), // both are built at the same time
    library({ ...overrides, entry: ["src/browser.ts"], splitting: false, clean: false }),
  ];
}
