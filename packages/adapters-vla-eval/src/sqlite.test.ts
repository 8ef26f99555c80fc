import { memoryInput } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import type { Database } from "sql.js";
import { describe, expect, test } from "vitest";
import { aggregate } from "../fixtures/build.ts";
import { readFiles, refusalOf } from "../fixtures/read.ts";
import { recording } from "../fixtures/recording.ts";
import { vlaEval } from "./index.ts";

const body = aggregate({ a: "SSFX", b: "ESFS" });
const spoilt = async (spoil: (db: Database) => void) => {
  const bytes = await recording([body], { spoil: (db) => void spoil(db) });
  return refusalOf(readFiles({ "r.sqlite": bytes }));
};

describe("a hostile recording", () => {
  test.each([
    [
      "a view",
      "ALTER TABLE episode_results RENAME TO e; CREATE VIEW episode_results AS SELECT * FROM e",
    ],
    [
      "an endless view",
      "DROP TABLE eval_metadata; CREATE VIEW eval_metadata AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x eval_id, x safe_name, x metadata FROM n",
    ],
    [
      "a virtual table",
      "DROP TABLE eval_metadata; CREATE VIRTUAL TABLE eval_metadata USING fts3(eval_id, safe_name, metadata)",
    ],
    [
      "a computed column",
      "DROP TABLE eval_metadata; CREATE TABLE eval_metadata (eval_id, safe_name, metadata AS (hex(zeroblob(100000000))))",
    ],
    ["a trigger", "CREATE TRIGGER t AFTER INSERT ON step_rows BEGIN SELECT randomblob(9); END"],
    [
      "a computed column that nobody asked for",
      "ALTER TABLE episode_results ADD COLUMN more AS (hex(zeroblob(100000000)))",
    ],
    ["an index that computes", "CREATE INDEX i ON episode_results (hex(sid))"],
    ["an index of some rows", "CREATE INDEX i ON episode_results (sid) WHERE steps > 0"],
    ["a column less", "ALTER TABLE episode_results DROP COLUMN status"],
    ["a table less", "DROP TABLE episode_results"],
    [
      "a schema over many pages",
      Array.from({ length: 60 }, (_, i) => `CREATE TABLE more_${i} (a, b, c, d, e)`).join(";"),
    ],
  ])("with %s is no recording", async (_, sql) => {
    const { code, message } = await spoilt((db) => db.exec(sql));
    expect([code, message]).toEqual(["WF_SHAPE_UNKNOWN", expect.stringContaining("r.sqlite")]);
  });

  test.each([
    [
      "a huge cell",
      "UPDATE episode_results SET failure_detail = hex(zeroblob(40000))",
      "has 80000",
    ],
    ["a blob", "UPDATE episode_results SET metrics = x'00ff'", "JSON text"],
    ["broken JSON", "UPDATE episode_results SET context = '{'", "JSON text"],
    [
      "a duplicate key",
      `UPDATE episode_results SET metrics = '{"success":true,"success":false}'`,
      "",
    ],
    ["a real id", "UPDATE episode_results SET episode_id = 0.5", "episode_id"],
    ["a foreign row", "UPDATE episode_results SET eval_id = 'x' WHERE episode_id = 1", '"x"'],
    ["no metadata", "UPDATE eval_metadata SET metadata = '[]'", "metadata"],
    ["no mode", "UPDATE eval_metadata SET metadata = '{}'", "mode"],
  ])("with %s is refused", async (_, sql, words) => {
    const { code, message } = await spoilt((db) => db.exec(sql));
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
    expect(message).toContain(words);
    expect(message.length).toBeLessThan(2000);
  });

  test("never crashes or hangs the reader, whatever its pages hold", async () => {
    const bytes = await recording([body]);
    const whole = await readFiles({ "r.sqlite": bytes });
    const page = 2048;
    const pages = bytes.length / page;
    const outcomes = { read: 0, refused: 0 };
    for (let i = 0; i < 400; i++) {
      const copy = bytes.slice();
      const random = (n: number) => (Math.imul(i + 1, 2654435761) % n) >>> 0;
      const [a, b] = [random(pages), (random(pages) + 1 + (i % (pages - 1))) % pages];
      if (i % 2 === 0) copy.copyWithin(a * page, b * page, (b + 1) * page);
      // Page headers, where the types, counts and pointers of the tree stand.
      else for (let k = 0; k < 4; k++) copy[a * page + ((i * 7 + k * 5) % 60)] = (i * 31 + k) & 255;
      const input = memoryInput({ "r.sqlite": copy });
      vlaEval.detect(input);
      try {
        const { episodes } = await vlaEval.read(input, { interim: false });
        expect([...episodes]).toEqual(whole.episodes);
        outcomes.read++;
      } catch (error) {
        if (!(error instanceof WorldFluxError)) throw error;
        outcomes.refused++;
      }
    }
    expect(outcomes.refused).toBeGreaterThan(80);
    expect(outcomes.read + outcomes.refused).toBe(400);
  });

  test("whose pages share a leaf many times over is not followed", async () => {
    const many = aggregate({ a: "S".repeat(200) });
    const bytes = await recording([many]);
    const page = 2048;
    // The first interior page of a table gets all its pointers turned to one leaf.
    const at = Array.from({ length: bytes.length / page }, (_, i) => i * page).find(
      (start) => start > 0 && bytes[start] === 5,
    );
    if (at === undefined) throw new Error("no interior page");
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, page);
    const leaf = view.getUint32(view.getUint16(12));
    for (let i = 0; i < view.getUint16(3); i++) view.setUint32(view.getUint16(12 + 2 * i), leaf);
    view.setUint32(8, leaf);
    const { code } = await refusalOf(readFiles({ "r.sqlite": bytes }));
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
  });

  test("whose tree would take years to walk is refused at once", { timeout: 5000 }, async () => {
    const bytes = await recording([aggregate({ a: "S".repeat(200) })]);
    const page = 2048;
    const first = bytes.length / page;
    const root = Array.from({ length: first }, (_, i) => i).find(
      (i) => i > 0 && bytes[i * page] === 5,
    );
    if (root === undefined) throw new Error("no interior page");
    // Eighteen levels of pages, each with a hundred pointers to the next, over a leaf of the table.
    const deep = new Uint8Array((first + 18) * page);
    deep.set(bytes);
    const view = new DataView(deep.buffer);
    const leaf = view.getUint32(root * page + view.getUint16(root * page + 12));
    view.setUint32(28, first + 18);
    for (const [level, at] of [
      root,
      ...Array.from({ length: 18 }, (_, i) => first + i),
    ].entries()) {
      const start = at * page;
      const child = level === 18 ? leaf : first + level + 1;
      deep.fill(0, start, start + page);
      deep[start] = 5;
      view.setUint16(start + 3, 100);
      view.setUint16(start + 5, page - 500);
      view.setUint32(start + 8, child);
      for (let k = 0; k < 100; k++) {
        view.setUint16(start + 12 + 2 * k, page - 500 + 5 * k);
        view.setUint32(start + page - 500 + 5 * k, child);
        deep[start + page - 496 + 5 * k] = k;
      }
    }
    const { code, message } = await refusalOf(readFiles({ "r.sqlite": deep }));
    expect([code, message]).toEqual([
      "WF_EPISODES_INCONSISTENT",
      expect.stringContaining("integrity check"),
    ]);
  });
});

test("rows that are still in the log are asked for", async () => {
  const bytes = await recording([body], { wal: true });
  const { code, message, hint } = await refusalOf(
    readFiles({ "run/r.sqlite": bytes, "run/r.sqlite-wal": "x" }),
  );
  expect(code).toBe("WF_RUN_UNFINISHED");
  expect(message).toContain("run/r.sqlite-wal");
  expect(hint).toContain("wal_checkpoint");
});

test("a journal that was left behind means a change that was never finished", async () => {
  const bytes = await recording([body]);
  const files = { "run/r.sqlite": bytes, "run/r.sqlite-journal": "x" };
  await expect(readFiles(files)).rejects.toThrow("run/r.sqlite-journal holds a change");
  expect((await readFiles({ ...files, "run/r.sqlite-journal": "" })).episodes).not.toHaveLength(0);
});
