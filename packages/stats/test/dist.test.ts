import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";

// What a user installs: one file that holds @stdlib's share as well.
const bundle = readFileSync(new URL("../dist/index.js", import.meta.url), "utf8");
const notice = readFileSync(new URL("../NOTICE", import.meta.url), "utf8");

test("the bundle imports nothing", () => {
  expect(bundle).not.toMatch(/^\s*import\b/m);
  expect(bundle).not.toMatch(/\brequire\(/);
});

test("the bundle computes in a realm that has only the language, without code generation", () => {
  const script = bundle.replace(/export \{([^}]*)\};/, "globalThis.stats = {$1};");
  const realm = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  runInContext(script, realm);
  const limits = runInContext(
    `stats.intervalMethods.map((method) => stats.rateInterval(method, 5, 10, { alpha: 0.1 }).upper)`,
    realm,
  );
  expect(limits).toHaveLength(5);
  for (const limit of limits) expect(limit).toBeCloseTo(0.75, 1);
});

test("NOTICE names every package in the bundle", () => {
  const bundled = bundle.matchAll(/^\/\/ .*\/node_modules\/(@stdlib\/[a-z0-9-]+)\//gm);
  const missing = new Set(Array.from(bundled, ([, name]) => name));
  for (const line of notice.split("\n")) missing.delete(line.trim());
  expect([...missing]).toEqual([]);
});
