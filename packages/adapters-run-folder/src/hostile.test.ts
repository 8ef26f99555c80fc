import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mapped, parseMapping } from "../../adapters-mapped/src/index.ts";
import { hostileFolder } from "../fixtures/hostile-folder.ts";
import { temporary } from "../fixtures/write-folder.ts";
import { customerReport } from "./customer-report.ts";
import { type InspectedFolder, inspectFolder } from "./inspect-folder.ts";
import { defaultLimits } from "./limits.ts";

const entries = 50_000;

describe("a folder of 50,000 entries, 20 levels, loops, pipes, 4 GB and odd names", () => {
  let root = "";
  let inspected: InspectedFolder;
  let took = 0;
  let heap = 0;
  const steps = new Set<string>();

  beforeAll(async () => {
    root = mkdtempSync(join(temporary, "worldflux-hostile-"));
    hostileFolder(root, entries, 20);
    const before = process.memoryUsage().rss;
    const begun = performance.now();
    inspected = await inspectFolder(root, {
      adapters: [],
      onProgress: ({ step }) => steps.add(step),
    });
    took = performance.now() - begun;
    heap = process.memoryUsage().rss - before;
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test("ends in bounded time and memory", () => {
    // Generous: what it must not do is wait for a pipe, follow a loop or read 4 GB.
    expect(took).toBeLessThan(90_000);
    expect(heap).toBeLessThan(600 * 2 ** 20);
    expect([...steps]).toEqual(["list", "look", "read"]);
  });

  test("counts every file, and says what was not hashed", () => {
    const { report } = inspected;
    expect(report.complete).toBe(true);
    expect(report.totals.files + report.totals.skipped + report.totals.folders).toBeGreaterThan(
      entries,
    );
    expect(report.totals.files).toBeGreaterThan(24_000);
    const huge = report.files.find(({ path }) => path === "odd/huge.json");
    expect(huge).toMatchObject({ sha256: null, size_bytes: 4 * 2 ** 30 });
    expect(huge?.reason).toContain("not hashed: larger than 64 MiB");
  });

  test("names what was skipped, without what does not show", () => {
    const of = (what: string) =>
      inspected.report.skipped
        .filter((each) => each.what === what && !each.path.startsWith("many/"))
        .map(({ path }) => path);
    expect(of("symlink")).toEqual(["odd/dangling.csv", "odd/loop", "odd/passwd.json"]);
    expect(of("fifo")).toEqual(["odd/pipe.json"]);
    expect(of("name")).toEqual([
      "odd/\\u{202e}txt.lanruoj",
      "odd/back\\slash.json",
      "odd/bell\\u{7}.log",
      "odd/latin1-\ufffd.json",
      "odd/new\\u{a}folder",
      "odd/two\\u{a}lines.json",
    ]);
    expect(inspected.report.skipped.map(({ path }) => path).join("")).not.toMatch(/\p{Cc}|\u202e/u);
  });

  test("what could be rows says why it is refused", () => {
    const reasons = Object.fromEntries(
      inspected.report.candidates.map(({ files, reasons }) => [
        files[0]?.split("/").at(-1),
        reasons[0]?.code,
      ]),
    );
    expect(reasons).toMatchObject({ "episodes.jsonl": "ambiguous", "long-line.jsonl": "partial" });
    expect(customerReport(inspected.report)).toContain("misleading names (6)");
  });
});

test("beyond the limits the report says so, and no candidate is acceptable", async () => {
  const root = mkdtempSync(join(temporary, "worldflux-limits-"));
  try {
    mkdirSync(join(root, "a/b/c"), { recursive: true });
    for (let i = 0; i < 20; i++)
      writeFileSync(join(root, `${i}.jsonl`), '{"success":true}\n'.repeat(2));
    const few = await inspectFolder(root, {
      adapters: [],
      limits: { ...defaultLimits, entries: 10 },
    });
    expect(few.report.complete).toBe(false);
    expect(few.report.limits).toEqual(["more than 10 entries: the rest was not looked at"]);
    expect(
      few.report.candidates.every(({ reasons }) => reasons.some(({ code }) => code === "partial")),
    ).toBe(true);
    const flat = await inspectFolder(root, {
      adapters: [],
      limits: { ...defaultLimits, depth: 2 },
    });
    expect(flat.report.skipped).toEqual([
      { path: "a/b/c", what: "too_deep", reason: "below 2 folders" },
    ]);
    const three = await inspectFolder(root, {
      adapters: [],
      limits: { ...defaultLimits, candidates: 3 },
    });
    expect(three.report.candidates.length).toBe(3);
    expect(three.report.limits).toEqual(["more than 3 candidates: 17 were not looked at"]);
    expect(customerReport(three.report)).toContain("Not all of it was looked at");
    const small = await inspectFolder(root, {
      adapters: [],
      limits: { ...defaultLimits, hashedFile: 4 },
    });
    expect(small.report.files[0]).toMatchObject({
      sha256: null,
      reason: expect.stringContaining("larger than 4 bytes"),
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

/** Two rows that a mapping reads, and what else is put into the folder. */
async function beside(put: (root: string) => void, rows = "run/r.jsonl") {
  const root = mkdtempSync(join(temporary, "worldflux-beside-"));
  const map = "task=task,index=episode,success=success,contract=any_step";
  try {
    mkdirSync(join(root, "run/sub"), { recursive: true });
    mkdirSync(join(root, "other"));
    const line = (episode: number) => JSON.stringify({ task: "a", episode, success: true });
    if (rows.endsWith(".jsonl")) writeFileSync(join(root, rows), `${line(0)}\n${line(1)}\n`);
    else for (const i of [0, 1]) writeFileSync(join(root, `run/e${i}.json`), line(i));
    put(root);
    const { report } = await inspectFolder(root, {
      adapters: [],
      mapped: mapped(parseMapping(map, "--map")),
      map,
      declared: { denominatorPolicy: "errors_as_failures" },
    });
    const [candidate, ...more] = report.candidates;
    expect(more).toEqual([]);
    return {
      complete: report.complete,
      codes: candidate?.reasons.map(({ code }) => code),
      details: candidate?.reasons.map(({ detail }) => detail).join(),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe("what was not opened beside rows makes them partial", () => {
  const file = (name: string) => (root: string) => writeFileSync(join(root, name), "{}");
  const link = (name: string) => (root: string) => symlinkSync("/etc/hosts", join(root, name));

  test.each([
    ["a line break", file("run/more\nrows.jsonl")],
    ["a backslash", file("run/more\\rows.jsonl")],
    ["a link", link("run/more.jsonl")],
    ["a link to a folder", (root: string) => symlinkSync(root, join(root, "run/latest"))],
  ])("%s", async (_, put) => {
    const { codes, details, complete } = await beside(put);
    expect(codes).toEqual(["partial"]);
    expect(details).toContain("an entry beside its files was not opened");
    expect(complete).toBe(true);
  });

  test("in another folder, or named as a video or weights, it does not", async () => {
    const names = ["other/x.jsonl", "run/sub/x.jsonl", "run/v.mp4", "run/last.ckpt"];
    for (const put of [() => {}, ...names.map(link)]) expect((await beside(put)).codes).toEqual([]);
  });

  test("below the folder of a candidate of several files it does", async () => {
    expect((await beside(link("run/sub/x.jsonl"), "run")).codes).toEqual(["partial"]);
    expect((await beside(link("other/x.jsonl"), "run")).codes).toEqual([]);
  });

  test("what cannot be read: a file beside it, and any folder", async () => {
    // The superuser reads everything, so this is done as somebody else.
    const shut = (name: string) => (root: string) => {
      const folder = join(root, name);
      if (name.includes(".")) writeFileSync(folder, "{}");
      chmodSync(folder, 0);
    };
    const asUser = <T>(run: () => Promise<T>) => {
      const { getuid, seteuid } = process;
      if (getuid?.() !== 0 || seteuid === undefined) return run();
      seteuid.call(process, 65_534);
      return run().finally(() => seteuid.call(process, 0));
    };
    const closed = await asUser(() => beside(shut("run/x.jsonl")));
    expect(closed).toMatchObject({ complete: false, codes: ["partial"] });
    const elsewhere = await asUser(() => beside(shut("other/x.jsonl")));
    expect(elsewhere).toMatchObject({ complete: false, codes: [] });
    const folder = await asUser(() => beside(shut("other")));
    expect(folder).toMatchObject({ complete: false, codes: ["partial"] });
    expect(folder.details).toContain("a folder cannot be listed");
  });
});

test("a folder that is none is told so", async () => {
  await expect(inspectFolder("/nowhere/at/all", { adapters: [] })).rejects.toMatchObject({
    code: "WF_INPUT_NOT_FOUND",
  });
  await expect(inspectFolder(import.meta.filename, { adapters: [] })).rejects.toMatchObject({
    code: "WF_INPUT_UNREADABLE",
    hint: expect.stringContaining("extract"),
  });
});
