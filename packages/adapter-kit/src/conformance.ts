import {
  type EpisodeRecord,
  type ErrorCode,
  findPrivateText,
  type Outcome,
  type Reading,
  WorldFluxError,
} from "@worldflux/schema";
import { type Adapter, adapterApi, type ReadOptions } from "./adapter.ts";
import { checkReading } from "./check-reading.ts";
import type { TrackedInput } from "./input.ts";
import { memoryInput } from "./memory-input.ts";

/** An input with the answer that is due. Give one for each shape and each refusal. */
export interface ConformanceFixture {
  readonly name: string;
  /** Contents by path, as `memoryInput` takes them. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly options?: ReadOptions;
  /** The shape and the outcomes counted by hand, or the code of the refusal. */
  readonly expected:
    | { readonly shape: string; readonly outcomes: Readonly<Partial<Record<Outcome, number>>> }
    | { readonly refused: ErrorCode };
}

/** One thing that an adapter has to do; `run` rejects with what is wrong. */
export interface ConformanceCheck {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * What every adapter has to do, ours and anybody else's. Works with any test runner:
 * `for (const check of adapterConformance(adapter, fixtures)) test(check.name, check.run)`.
 */
export function adapterConformance(
  adapter: Adapter,
  fixtures: readonly ConformanceFixture[],
): ConformanceCheck[] {
  const check = (name: string, run: () => void | Promise<void>): ConformanceCheck => ({
    name: `${adapter.name}: ${name}`,
    run: async () => run(),
  });
  return [
    check("has a name, a role and shapes", () => hasNames(adapter)),
    ...fixtures.map((fixture) =>
      check(fixture.name, () =>
        "refused" in fixture.expected
          ? isRefused(adapter, fixture, fixture.expected.refused)
          : isRead(adapter, fixture, fixture.expected),
      ),
    ),
    ...fixtures.map((fixture) =>
      check(`${fixture.name}, cut off`, () => survivesCuts(adapter, fixture)),
    ),
    ...Object.entries(strangers).map(([name, content]) =>
      check(`refuses ${name}`, () => refusesStranger(adapter, content)),
    ),
    check("every shape has a fixture", () => {
      const seen = fixtures.map(({ expected }) => ("shape" in expected ? expected.shape : ""));
      const without = adapter.shapes.filter(({ id }) => !seen.includes(id)).map(({ id }) => id);
      demand(without.length === 0, `no fixture for ${without.join(", ")}`);
    }),
  ];
}

const declared: ReadOptions = { interim: false };

const strangers: Readonly<Record<string, string | Uint8Array>> = {
  "an empty file": "",
  "a git-LFS pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
  "an empty object": "{}",
  "an empty list": "[]",
  "a web page": "<!doctype html><title>404</title>",
  "bytes that are no text": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff, 0xfe),
};

function hasNames({ api, name, role, shapes }: Adapter): void {
  demand(api === adapterApi, `api is ${api}, expected ${adapterApi}`);
  demand(/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name), `${name} is no name that people can type`);
  demand(/^[a-z][a-z0-9_]{0,63}$/.test(role), `role ${role} is not lower_case`);
  demand(shapes.length > 0, "there are no shapes");
  demand(new Set(shapes.map(({ id }) => id)).size === shapes.length, "two shapes have one id");
}

async function isRead(
  adapter: Adapter,
  fixture: ConformanceFixture,
  expected: { shape: string; outcomes: Readonly<Partial<Record<Outcome, number>>> },
): Promise<void> {
  const first = await read(adapter, fixture);
  const again = await read(adapter, fixture);
  const { shape } = first.reading;
  demand(
    adapter.shapes.some(({ id }) => id === shape),
    `shape ${shape} is not in the adapter's list`,
  );
  demand(shape === expected.shape, `read as ${shape}, expected ${expected.shape}`);
  const detection = adapter.detect(memoryInput(fixture.files));
  demand(detection.shape === shape, `detect says ${detection.shape}: ${detection.why}`);
  demand(detection.why !== "", "detect gives no reason");
  const counted = countOutcomes(first.episodes);
  demand(
    same(counted, { ...counted, ...expected.outcomes }) &&
      total(counted) === total(expected.outcomes),
    `outcomes are ${JSON.stringify(counted)}, expected ${JSON.stringify(expected.outcomes)}`,
  );
  demand(same(first.episodes, again.episodes), "two readings differ");
  demand(same(facts(first.reading), facts(again.reading)), "two readings differ in their facts");
  Array.from(first.reading.episodes); // throws when the second iteration differs
  demand(first.input.sources().length > 0, "no file was read");
  for (const part of [first.episodes, facts(first.reading)]) {
    const found = findPrivateText(part);
    demand(found === undefined, `${found?.pointer} holds ${found?.what}`);
  }
  for (const { episode } of first.reading.references) {
    demand(episode < first.episodes.length, `a reference names episode ${episode}`);
  }
}

async function isRefused(
  adapter: Adapter,
  fixture: ConformanceFixture,
  code: ErrorCode,
): Promise<void> {
  const { why } = adapter.detect(memoryInput(fixture.files));
  demand(why !== "", "detect gives no reason");
  const got = await attempt(adapter, fixture);
  demand(got instanceof WorldFluxError, `was read, expected ${code}`);
  demand(got.code === code, `refused with ${got.code}, expected ${code}: ${got.message}`);
}

/** Half a file may be refused or read, but never crash the reader or give more than the whole. */
async function survivesCuts(adapter: Adapter, fixture: ConformanceFixture): Promise<void> {
  const { expected } = fixture;
  const whole = "outcomes" in expected ? total(expected.outcomes) : Number.POSITIVE_INFINITY;
  for (const [path, content] of Object.entries(fixture.files)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    for (let part = 0; part < 16; part++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 16));
      const files = { ...fixture.files, [path]: cut };
      adapter.detect(memoryInput(files));
      const got = await attempt(adapter, { ...fixture, files });
      const count = got instanceof WorldFluxError ? 0 : got.episodes.length;
      demand(count <= whole, `${path}, cut off, gives ${count} episodes, and whole ${whole}`);
    }
  }
}

async function refusesStranger(adapter: Adapter, content: string | Uint8Array): Promise<void> {
  for (const path of ["results.json", "results.jsonl", "run.log", "results.csv", "a.sqlite"]) {
    const files = { [path]: content };
    const { shape, why } = adapter.detect(memoryInput(files));
    demand(shape === null, `${path} is taken for ${shape}: ${why}`);
    const got = await attempt(adapter, { name: path, files, expected: { refused: "WF_INTERNAL" } });
    demand(got instanceof WorldFluxError, `${path} was read`);
  }
}

interface ReadOnce {
  readonly input: TrackedInput;
  readonly reading: Reading;
  readonly episodes: readonly EpisodeRecord[];
}

async function read(adapter: Adapter, fixture: ConformanceFixture): Promise<ReadOnce> {
  const input = memoryInput(fixture.files);
  const raw = await adapter.read(input, fixture.options ?? declared);
  const reading = checkReading(adapter.name, raw);
  return { input, reading, episodes: [...reading.episodes] };
}

/** What is read, or the error that the input is refused with, after a look at its manners. */
async function attempt(
  adapter: Adapter,
  fixture: ConformanceFixture,
): Promise<ReadOnce | WorldFluxError> {
  try {
    return await read(adapter, fixture);
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    demand(error.code !== "WF_DOCUMENT_INVALID", `the reading is not valid: ${error.message}`);
    demand(error.message.length < 2000, `the message has ${error.message.length} characters`);
    demand(Boolean(error.hint), `${error.code} has no hint: ${error.message}`);
    const names = Object.keys(fixture.files);
    demand(
      names.some((name) => error.message.includes(name)),
      `the message names no file: ${error.message}`,
    );
    return error;
  }
}

function facts({ episodes: _, ...rest }: Reading): unknown {
  return rest;
}

function countOutcomes(episodes: readonly EpisodeRecord[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of episodes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function total(counts: Readonly<Partial<Record<Outcome, number>>>): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}
