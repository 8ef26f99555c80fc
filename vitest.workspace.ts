import { defineConfig } from "vitest/config";

export default defineConfig({
  // Read sibling packages from src/, so unit tests need no build.
  ssr: {
    resolve: { conditions: ["@worldflux/source", "module", "node", "development|production"] },
  },
  test: {
    // Load CommonJS packages the way Node does, not the way bundlers do.
    deps: { interopDefault: false },
    setupFiles: ["./scripts/fixed-seed.ts"],
    // No test is about time: a busy machine is given plenty.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // One file for each core: by itself vitest leaves a core idle, which on two is half of the machine.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        // Pure functions share nothing, so files can share a worker: twice as fast.
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts"],
          isolate: false,
        },
      },
      {
        // Files that are written from code; `npm run generate` writes them again.
        extends: true,
        test: { name: "generated", include: ["packages/*/generated/*.test.ts"] },
      },
      {
        // Against the built packages and the tools themselves. Files share a worker, and with it the process that
        // runs command lines.
        extends: true,
        test: {
          name: "e2e",
          isolate: false,
          include: ["packages/*/test/**/*.test.ts", "scripts/*.test.ts"],
        },
      },
    ],
  },
});
