import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { fixtures } from "../fixtures/all.ts";
import { gr00t } from "./index.ts";

test("mutated logs", async () => {
  const { accepted } = await fuzzAdapter(gr00t, fixtures, 10_000, recount);
  expect(accepted).toBeGreaterThan(500);
});

/** Counts the outcomes by search, without a parser. */
function recount(files: Readonly<Record<string, Uint8Array>>): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  const add = (outcome: Outcome, by = 1) => {
    if (by > 0) counts[outcome] = (counts[outcome] ?? 0) + by;
  };
  for (const [path, bytes] of Object.entries(files)) {
    if (!/\.(?:log|txt)$/.test(path)) continue;
    const text = new TextDecoder().decode(bytes);
    const printed = new Set<string>();
    for (const [, env = "", list = "", infos = ""] of text.matchAll(
      /results: {1,4}\(\s*['"](.*?)['"]\s*,\s*[[(]([^\])]*)[\])]\s*,([\s\S]*?\}\s*,?\s*\))/g,
    )) {
      printed.add(env);
      const valid = /'valid'\s*:\s*\[([^\]]*)\]/.exec(infos)?.[1]?.match(/True|False/g);
      (list.match(/True|False|\d+/g) ?? []).forEach((word, i) => {
        if (valid?.[i] === "False") add("not_applicable");
        else add(word === "True" || Number(word) === 1 ? "success" : "failure");
      });
    }
    const planned = new Map<string, number>();
    for (const [, n, env = ""] of text.matchAll(
      /Running collecting (\d+) episodes for (\S{1,512}) with \d{1,6} vec envs/g,
    )) {
      planned.set(env, Number(n));
    }
    for (const [env, n] of planned) if (!printed.has(env)) add("pending", n);
    const successes = [...text.matchAll(/# successes: (\d+)/g)].map(([, n]) => Number(n));
    add("success", successes.at(-1) ?? 0);
    add("failure", successes.length - (successes.at(-1) ?? 0));
  }
  return counts;
}
