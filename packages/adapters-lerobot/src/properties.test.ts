import { WorldFluxError } from "@worldflux/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, outcomes, perEpisode, perTask, pythonJson } from "../fixtures/build.ts";
import { letters, read } from "../fixtures/read.ts";

const reward = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
);
const episode = fc.record({ success: fc.boolean(), sum: reward, max: reward });
const task = fc.record({
  group: fc.constantFrom("libero_goal", "libero_10", "easy", "constructor", "a b"),
  id: fc.oneof(fc.nat(20), fc.constantFrom("push", "0 or 1")),
  episodes: fc.array(episode, { maxLength: 12 }),
});
const tasks = fc
  .uniqueArray(task, { maxLength: 6, selector: ({ group, id }) => `${group}/${id}` })
  .filter((all) => all.some(({ episodes }) => episodes.length > 0));

const spell = (episodes: readonly { success: boolean }[]) =>
  episodes.map(({ success }) => (success ? "S" : "F")).join("");

test("whatever LeRobot writes as L2, L3 or L4 is read whole", () => {
  fc.assert(
    fc.property(fc.constantFrom("L2", "L3", "L4"), tasks, fc.nat(3), (shape, all, videos) => {
      const reading = read(perTask(shape, all, { videos }));
      expect(reading.shape).toBe(shape);
      expect(letters(reading)).toEqual(
        Object.fromEntries(
          all
            .filter(({ episodes }) => episodes.length > 0)
            .map(({ group, id, episodes }) => [`${group}/${id}`, spell(episodes)]),
        ),
      );
      const shown = all.reduce((sum, { episodes }) => sum + Math.min(videos, episodes.length), 0);
      expect(reading.references).toHaveLength(shown);
    }),
    { numRuns: 300 },
  );
});

test("whatever LeRobot writes as L1 is read whole", () => {
  const startSeed = fc.option(fc.nat(1e6));
  fc.assert(
    fc.property(fc.array(episode, { minLength: 1, maxLength: 40 }), startSeed, (episodes, seed) => {
      const reading = read(perEpisode(episodes, { startSeed: seed }));
      expect(letters(reading)).toEqual({ "/": spell(episodes) });
      expect(reading.not_recorded.includes("seed")).toBe(seed === null);
      const cells = reading.episodes.map((at) => `${at.seed} ${at.index}`);
      expect(new Set(cells).size).toBe(episodes.length);
    }),
    { numRuns: 300 },
  );
});

const samples: Json[] = [
  perEpisode(outcomes("SFS"), { videos: 2 }),
  perTask("L2", [{ group: "g", id: 0, episodes: outcomes("SF") }], { videos: 1 }),
  perTask("L3", [{ group: "g", id: 0, episodes: [{ success: true, sum: Number.NaN, max: 1 }] }]),
  perTask("L4", [
    { group: "g", id: 0, episodes: outcomes("SF") },
    { group: "h", id: "x", episodes: outcomes("S") },
  ]),
  { wrapper: perEpisode(outcomes("FF")), run_config: { seed: 1 } },
];
const texts = samples.map((sample) => new TextEncoder().encode(pythonJson(sample)));

/** Reads what may be anything: an error must be ours, and what is accepted must add up. */
function survives(input: Uint8Array | string): boolean {
  try {
    const reading = read(input);
    const text = typeof input === "string" ? input : new TextDecoder().decode(input);
    expect(reading.episodes.map(({ outcome }) => outcome)).toEqual(countedBySearch(text));
    return true;
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    expect(error.message.length).toBeLessThan(1500);
    expect(error.code).not.toBe("WF_DOCUMENT_INVALID");
    return false;
  }
}

/** The outcomes in a text, found without the adapter. */
function countedBySearch(text: string): string[] {
  const value = JSON.parse(text.replace(/-?\bInfinity\b|\bNaN\b/g, "null"));
  const at = [value, ...Object.values<Json>(value)].find(
    (body) => body?.per_task ?? body?.per_episode,
  );
  const raw: unknown[] =
    at.per_episode?.map((one: Json) => one.success) ??
    at.per_task.flatMap((one: Json) => one.metrics.successes);
  return raw.map((success) => (success ? "success" : "failure"));
}

test("bytes that were changed, lost, doubled or cut off", () => {
  const edit = fc.record({
    at: fc.nat(4000),
    length: fc.nat(30),
    how: fc.constantFrom("change", "delete", "double", "cut", "swap"),
    byte: fc.oneof(
      fc.nat(255),
      fc.constantFrom(...new TextEncoder().encode('0123456789,.-{}[]":eE tfn')),
    ),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      (text, edits) => {
        let bytes = [...text];
        for (const { at, length, how, byte } of edits) {
          const i = at % Math.max(1, bytes.length);
          if (how === "change") bytes[i] = byte;
          else if (how === "delete") bytes.splice(i, length);
          else if (how === "double") bytes.splice(i, 0, ...bytes.slice(i, i + length));
          else if (how === "cut") bytes = bytes.slice(0, i);
          else bytes.splice(i, length, ...bytes.slice(i, i + length).reverse());
        }
        survives(new Uint8Array(bytes));
      },
    ),
    { numRuns: 3000 },
  );
});

test("values that were replaced, deleted, moved or doubled", () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 0.5, 2 ** 60, 1e308, "", "x", [], {}, [
      [],
    ]),
    fc.constantFrom<unknown>(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "/home/a/b",
      "\u0000",
      "é\u202e",
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }),
      fc.constantFrom("replace", "delete", "double", "rename"),
      odd,
      (sample, steps, how, value) => {
        const file = structuredClone(sample);
        let parent: Json = file;
        let key: Json = pick(parent, steps[0] ?? 0);
        for (const step of steps.slice(1)) {
          const child = parent[key];
          if (typeof child !== "object" || child === null || Object.keys(child).length === 0) break;
          parent = child;
          key = pick(parent, step);
        }
        if (how === "replace") parent[key] = value;
        else if (how === "delete" && Array.isArray(parent)) parent.splice(key, 1);
        else if (how === "delete") delete parent[key];
        else if (how === "double" && Array.isArray(parent)) parent.push(parent[key]);
        else if (typeof value === "string" && value !== "__proto__") parent[value] = parent[key];
        if (survives(pythonJson(file))) accepted++;
      },
    ),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

function pick(value: object, step: number): string | number {
  const keys = Object.keys(value);
  const key = keys[step % keys.length] ?? "";
  return Array.isArray(value) ? Number(key) : key;
}
