import { type Reading, WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { example, exampleEpisode, exampleFixtures, exampleReading } from "../fixtures/example.ts";
import type { Adapter, Detection, ReadOptions } from "./adapter.ts";
import { adapterConformance, type ConformanceFixture } from "./conformance.ts";
import type { Input } from "./input.ts";

/** What an adapter is told, by the name of the check that failed. */
async function failures(
  adapter: Adapter,
  fixtures: readonly ConformanceFixture[] = exampleFixtures,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, run } of adapterConformance(adapter, fixtures)) {
    await run().catch((error) => {
      found[name.replace("example: ", "")] = error.message;
    });
  }
  return found;
}

const refuse = (code: "WF_SHAPE_UNKNOWN" | "WF_DOCUMENT_INVALID", message: string, hint = "h") => {
  throw new WorldFluxError(code, message, { hint });
};

/** The good adapter with its answer changed where it has one. */
const reads = (change: (reading: Reading, input: Input) => Partial<Reading>): Adapter => ({
  ...example,
  read: (input, options) => {
    const reading = example.read(input, options) as Reading;
    return { ...reading, ...change(reading, input) };
  },
});

/** The good adapter with another way to refuse. */
const refuses = (how: (error: Error, input: Input) => Reading): Adapter => ({
  ...example,
  read: (input, options) => {
    try {
      return example.read(input, options);
    } catch (error) {
      return how(error as Error, input);
    }
  },
});

const detects = (detect: (input: Input) => Detection): Adapter => ({ ...example, detect });

test("a good adapter passes every check", async () => {
  expect(await failures(example)).toEqual({});
  expect(adapterConformance(example, exampleFixtures).map(({ name }) => name)).toEqual([
    "example: has a name, a role and shapes",
    "example: E1",
    "example: an edited rate",
    "example: no episodes",
    "example: E1, cut off",
    "example: an edited rate, cut off",
    "example: no episodes, cut off",
    "example: refuses an empty file",
    "example: refuses a git-LFS pointer",
    "example: refuses an empty object",
    "example: refuses an empty list",
    "example: refuses a web page",
    "example: refuses bytes that are no text",
    "example: every shape has a fixture",
  ]);
});

test("so does one that takes its time", async () => {
  const slow: Adapter = { ...example, read: async (...of) => await example.read(...of) };
  expect(await failures(slow)).toEqual({});
});

test("options are passed on", async () => {
  const seen: ReadOptions[] = [];
  const adapter: Adapter = {
    ...example,
    read: (input, options) => {
      seen.push(options);
      return example.read(input, options);
    },
  };
  const [fixture] = exampleFixtures;
  if (fixture === undefined) throw new Error("no fixture");
  const [, check] = adapterConformance(adapter, [{ ...fixture, options: { interim: true } }]);
  await check?.run();
  expect(seen).toEqual([{ interim: true }, { interim: true }]);
});

describe("names", () => {
  test.each<[string, object, string]>([
    ["another api", { api: 2 }, "api is 2, expected 1"],
    ["a name in capitals", { name: "Example" }, "Example is no name that people can type"],
    ["an option as a name", { name: "-x" }, "-x is no name that people can type"],
    ["a role in words", { role: "eval info" }, "role eval info is not lower_case"],
    ["no shapes", { shapes: [] }, "there are no shapes"],
    ["one id twice", { shapes: [...example.shapes, ...example.shapes] }, "two shapes have one id"],
  ])("%s", async (_, change, message) => {
    const [check] = adapterConformance({ ...example, ...change }, exampleFixtures);
    await expect(check?.run()).rejects.toThrow(message);
  });
});

describe("a file of a known shape", () => {
  let calls = 0;
  const e1: [string, Adapter, string][] = [
    ["a shape of its own", reads(() => ({ shape: "E9" })), "shape E9 is not in the adapter's list"],
    [
      "another shape of the list",
      {
        ...reads(() => ({ shape: "E2" })),
        shapes: [...example.shapes, { id: "E2", description: "d" }],
      },
      "read as E2, expected E1",
    ],
    ["no detection", detects(() => ({ shape: null, why: "no" })), "detect says null: no"],
    ["no reason", detects(() => ({ shape: "E1", why: "" })), "detect gives no reason"],
    [
      "an episode too few",
      reads(({ episodes }) => ({ episodes: [...episodes].slice(1) })),
      'outcomes are {"failure":1,"success":1}, expected {"success":2,"failure":1}',
    ],
    [
      "an episode too many",
      reads(({ episodes }) => ({ episodes: [...episodes, exampleEpisode(true, 3)] })),
      'outcomes are {"success":3,"failure":1}',
    ],
    [
      "another outcome",
      reads(() => ({ episodes: exampleReading([true, true, true]).episodes })),
      'outcomes are {"success":3}',
    ],
    [
      "episodes that differ from call to call",
      reads(({ episodes }) => ({
        episodes: [...episodes].map((at) => ({ ...at, steps: calls++ })),
      })),
      "two readings differ",
    ],
    [
      "facts that differ from call to call",
      reads(() => ({ asserted: { call: calls++ } })),
      "two readings differ in their facts",
    ],
    [
      "episodes that can be had once",
      reads(({ episodes }) => ({ episodes: [...episodes].values() })),
      "gave other episodes when it was asked for them again",
    ],
    [
      "a reading without reading",
      {
        ...example,
        read: (input) => {
          const head = new TextDecoder().decode(input.files[0]?.head());
          return head.includes("0.66") ? exampleReading([true, false, true]) : refuse2(input);
        },
      },
      "no file was read",
    ],
    [
      "a private text in an episode",
      reads(({ episodes }) => ({
        episodes: [...episodes].map((at) => ({ ...at, metadata: { log: "/home/someone/x" } })),
      })),
      "/0/metadata/log holds",
    ],
    [
      "a private text in a note",
      reads(() => ({ notes: [{ code: "mail", detail: "someone@example.org" }] })),
      "/notes/0/detail holds",
    ],
    [
      "a reference to no episode",
      reads(() => ({ references: [{ episode: 3, kind: "video", path: "a.mp4" }] })),
      "a reference names episode 3",
    ],
    [
      "a value that the record does not hold",
      reads(() => ({ asserted: { speed: Number.NaN } })),
      "/asserted/speed",
    ],
    ["a refusal", { ...example, read: (input) => refuse2(input) }, "results.json, not for me"],
  ];
  const refuse2 = (input: Input): Reading =>
    refuse("WF_SHAPE_UNKNOWN", `${input.name}, not for me`) as never;

  test.each(e1)("%s", async (_, adapter, message) => {
    expect((await failures(adapter))["E1"]).toContain(message);
  });
});

describe("a file that is to be refused", () => {
  const refused: [string, Adapter, string][] = [
    ["is read", refuses(() => exampleReading([true])), "was read, expected WF_AGGREGATE_MISMATCH"],
    [
      "gets another code",
      refuses((_, { name }) => refuse("WF_SHAPE_UNKNOWN", name) as never),
      "refused with WF_SHAPE_UNKNOWN, expected WF_AGGREGATE_MISMATCH: results.json",
    ],
    [
      "crashes the reader",
      refuses(() => {
        throw new TypeError("undefined is not a function");
      }),
      "undefined is not a function",
    ],
    [
      "gives a document that is not valid",
      refuses((_, { name }) => refuse("WF_DOCUMENT_INVALID", name) as never),
      "the reading is not valid: results.json",
    ],
    [
      "is quoted at length",
      refuses((_, { name }) => refuse("WF_SHAPE_UNKNOWN", name.repeat(200)) as never),
      "the message has 2400 characters",
    ],
    [
      "says nothing about what to do",
      refuses((_, { name }) => refuse("WF_SHAPE_UNKNOWN", name, "") as never),
      "WF_SHAPE_UNKNOWN has no hint: results.json",
    ],
    [
      "is not named",
      refuses(() => refuse("WF_SHAPE_UNKNOWN", "bad file") as never),
      "the message names no file: bad file",
    ],
    ["is detected without a reason", detects(() => ({ shape: null, why: "" })), "gives no reason"],
    [
      "throws in detect",
      detects(() => {
        throw new RangeError("too deep");
      }),
      "too deep",
    ],
  ];

  test.each(refused)("%s", async (_, adapter, message) => {
    expect((await failures(adapter))["an edited rate"]).toContain(message);
  });
});

describe("half a file", () => {
  const isCut = (error: Error) =>
    error instanceof WorldFluxError && error.code === "WF_JSON_TRUNCATED";

  test("crashes the reader", async () => {
    const adapter = refuses((error) => {
      if (isCut(error)) throw new TypeError("no results");
      throw error;
    });
    const found = await failures(adapter);
    expect(Object.keys(found)).toEqual(exampleFixtures.map(({ name }) => `${name}, cut off`));
    expect(found["E1, cut off"]).toBe("no results");
  });

  test("gives more than the whole", async () => {
    const adapter = refuses((error) => {
      if (isCut(error)) return exampleReading([true, true, true, true]);
      throw error;
    });
    expect(await failures(adapter)).toEqual({
      "E1, cut off": "results.json, cut off, gives 4 episodes, and whole 3",
    });
  });

  test("throws in detect", async () => {
    const adapter = detects((input) => {
      JSON.parse(new TextDecoder().decode(input.files[0]?.head()));
      return example.detect(input);
    });
    expect((await failures(adapter))["E1, cut off"]).toContain("JSON");
  });
});

describe("a stranger", () => {
  test.each([
    ["is taken for ours", detects(() => ({ shape: "E1", why: "it is a file" })), "is taken for E1"],
    [
      "is read",
      { ...example, detect: example.detect, read: () => exampleReading([true]) },
      "results.json was read",
    ],
  ] as const)("%s", async (_, adapter, message) => {
    const found = await failures(adapter);
    const names = ["an empty file", "an empty object", "a web page", "bytes that are no text"];
    for (const name of names) expect(found[`refuses ${name}`]).toContain(message);
  });
});

test("a shape without a fixture", async () => {
  const shapes = [
    ...example.shapes,
    { id: "E2", description: "d" },
    { id: "E3", description: "d" },
  ];
  expect(await failures({ ...example, shapes })).toEqual({
    "every shape has a fixture": "no fixture for E2, E3",
  });
});
