import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { jsonlBytes } from "@worldflux/schema";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { committed, recordsOf } from "../../../evidence/test/committed-package.ts";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../../evidence/test/fixtures.ts";
import { evidenceChallenge } from "./evidence-challenge.ts";
import { evidenceCheckOpening } from "./evidence-check-opening.ts";
import { evidenceOpen } from "./evidence-open.ts";

const root = mkdtempSync(join(tmpdir(), "worldflux-opening-"));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function write(files: ReadonlyMap<string, Uint8Array>): string {
  const folder = join(root, String(folders++));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

const claim = claimOf();
const build = (names: string[], letters: string) =>
  packageOf(
    claim,
    protocolOf(claim, ["pusht"]),
    readingOf(names.flatMap((name) => episodesOf(name, letters))),
  ).members;
const plain = build(["pusht/0", "pusht/1"], "SSSSSSSSFE");
const folder = write(committed(plain));
const asking = { package: folder, json: false, force: false };
const code = (expected: string) => expect.objectContaining({ code: expected });

test("warns of private text in a record, and opens it all the same", async () => {
  // A package made by another tool, which let this through.
  const records = recordsOf(plain).map((record, i) =>
    i === 3 ? { ...record, metadata: { video: "/home/alice/run/3.mp4" } } : record,
  );
  const leaky = write(committed(new Map(plain).set("episode_results.jsonl", jsonlBytes(records))));
  const output = join(root, "leaky.json");
  const open = (episode: string[]) =>
    evidenceOpen({ ...asking, package: leaky, episode, output, force: true });
  expect((await open(["ep_000003"])).json).toMatchObject({ warnings: [] });
  const { text, json } = await open(["ep_000003", "ep_000004"]);
  expect(json).toMatchObject({ warnings: ["ep_000004 /metadata/video holds an absolute path"] });
  expect(text).toContain("holds private text: ep_000004 /metadata/video");
  expect(readFileSync(output, "utf8")).toContain("/home/alice/run/3.mp4");
});

describe("evidence open refuses", () => {
  const output = join(root, "never.json");
  test.each([
    ["no episode", {}, "WF_USAGE"],
    ["ids and a challenge", { episode: ["ep_000001"], challenge: "x" }, "WF_USAGE"],
    ["an id past the end", { episode: ["ep_000021"] }, "WF_USAGE"],
    ["an id that is none", { episode: ["ep_0000001"] }, "WF_USAGE"],
    ["a challenge that is not there", { challenge: join(root, "none") }, "WF_INPUT_NOT_FOUND"],
    [
      "a package without commitments",
      { package: write(plain), episode: ["ep_000001"] },
      "WF_PACKAGE_INVALID",
    ],
    [
      "a folder that is no package",
      { package: write(new Map([["x", new Uint8Array()]])), episode: ["ep_000001"] },
      "WF_PACKAGE_INVALID",
    ],
    [
      "an output in the package",
      { output: join(folder, "o.json"), episode: ["ep_000001"] },
      "WF_OUTPUT_UNWRITABLE",
    ],
    ["an output that is a folder", { output: root, episode: ["ep_000001"] }, "WF_OUTPUT_EXISTS"],
    [
      "an output with a name too long",
      { output: join(root, "x".repeat(300)), episode: ["ep_000001"] },
      "WF_OUTPUT_UNWRITABLE",
    ],
    [
      "an output in no folder",
      { output: join(root, "a", "b"), episode: ["ep_000001"] },
      "WF_OUTPUT_UNWRITABLE",
    ],
  ])("%s", async (_, args, expected) => {
    await expect(evidenceOpen({ ...asking, output, ...args })).rejects.toEqual(code(expected));
    expect(readdirSync(root)).not.toContain("never.json");
  });

  test.each(["episode_results.jsonl", "commitment_key.json"])("without %s", async (name) => {
    const files = committed(plain);
    files.delete(name);
    const args = { ...asking, package: write(files), episode: ["ep_000001"], output };
    await expect(evidenceOpen(args)).rejects.toEqual(code("WF_INPUT_NOT_FOUND"));
  });
});

describe("evidence challenge", () => {
  const ask = (more: object) => evidenceChallenge({ ...asking, nonce: "n".repeat(20), ...more });

  test("prints exact odds, sorted, for the successes of the package", async () => {
    const { json } = await ask({ count: "5" });
    // 4 of 16 successes opened: 1 - C(16-m,4)/C(16,4); 1 % and 5 % are one of 16, 10 % two.
    expect(json).toMatchObject({
      successes: 16,
      successes_opened: 4,
      odds: [
        { false_successes: 1, share: 0.05, detection: expect.closeTo(0.25, 12) },
        { false_successes: 2, share: 0.1, detection: expect.closeTo(0.45, 12) },
        { false_successes: 5, share: null, detection: expect.closeTo(1 - 330 / 1820, 12) },
      ],
    });
  });

  test.each([
    [{ count: "0" }, "WF_USAGE"],
    [{ count: "10001" }, "WF_USAGE"],
    [{ count: "1e2" }, "WF_USAGE"],
    [{ nonce: "" }, "WF_USAGE"],
    [{ nonce: "two\nlines" }, "WF_USAGE"],
    [{ nonce: "x".repeat(513) }, "WF_USAGE"],
    [{ output: join(folder, "challenge.json") }, "WF_OUTPUT_UNWRITABLE"],
  ])("refuses %j", async (args, expected) => {
    await expect(ask(args)).rejects.toEqual(code(expected));
  });

  test("remarks on a short nonce", async () => {
    expect((await ask({ nonce: "7" })).text).toContain("nonce is short");
    expect((await ask({})).text).not.toContain("nonce is short");
  });

  test("shows names without what could move the cursor or turn the line", async () => {
    const names = ["pusht/<b>\u202e\u2066", ...Array.from({ length: 300 }, (_, i) => `pusht/${i}`)];
    const many = write(committed(build(names, "S")));
    const { text } = await ask({ package: many, count: "10000" });
    expect(text).toContain("301 of 301 episodes to open");
    expect(text).toContain("and 261 more in the file");
    expect(text).not.toMatch(/[\u202e\u2066]/);
  });
});

describe("evidence check-opening", () => {
  const file = join(root, "opening.json");
  const check = (more: object = {}) =>
    evidenceCheckOpening({ package: folder, file, json: false, ...more });

  test("ends with 0, and with 4 for a changed line or a refused package", async () => {
    await evidenceOpen({ ...asking, episode: ["ep_000009"], output: file, force: true });
    const good = await check();
    expect(good.exitCode).toBe(0);
    expect(good.text).toContain("the other 19 episodes: not opened here, but in this package");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("failure", "success"));
    const bad = await check();
    expect([bad.exitCode, bad.json]).toEqual([4, expect.objectContaining({ ok: false })]);
    writeFileSync(file, text);
    const altered = committed(plain).set("evidence.md", new TextEncoder().encode("better"));
    expect(await check({ package: write(altered) })).toMatchObject({
      exitCode: 4,
      text: expect.stringContaining("The package itself is refused"),
    });
    await expect(check({ package: write(plain) })).rejects.toEqual(code("WF_PACKAGE_INVALID"));
  });

  test("no file makes it fail in another way", async () => {
    await evidenceOpen({ ...asking, episode: ["ep_000002"], output: file, force: true });
    const text = readFileSync(file, "utf8");
    const cut = fc.nat(text.length).map((at) => text.slice(0, at));
    const spliced = fc
      .tuple(fc.nat(text.length), fc.nat(20), fc.string({ unit: "binary", maxLength: 8 }))
      .map(([at, n, put]) => text.slice(0, at) + put + text.slice(at + n));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, spliced, fc.json()), async (content) => {
        writeFileSync(file, content);
        const outcome = await check().catch((error: { code: string }) => error.code);
        if (typeof outcome === "string") expect(outcome).toMatch(/^WF_(JSON|DOCUMENT|INPUT)_/);
        else expect([0, 4]).toContain(outcome.exitCode);
      }),
      { numRuns: 20 },
    );
  });
});
