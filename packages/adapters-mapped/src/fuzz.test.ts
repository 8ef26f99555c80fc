import type { Outcome } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fuzzAdapter } from "../../adapter-kit/fixtures/fuzz.ts";
import { byMapping, type RowSpec } from "../fixtures/build.ts";
import { mapped } from "./index.ts";

type Counts = Partial<Record<Outcome, number>>;

/** Counts in another way than the adapter: whole texts, and one rule a fixture. */
const rules: Record<string, (row: Record<string, unknown>) => Outcome> = {
  "jsonl with booleans": (row) => (row["success"] === true ? "success" : "failure"),
  "jsonl with exceptions and bare NaN": (row) => {
    const error = row["exception"] ?? "";
    const word = typeof error === "string" ? error.trim() : JSON.stringify(error);
    if (!["", "false", "{}", "None", "null", "NaN", "nan", "False"].includes(word)) return "error";
    return row["success"] === true ? "success" : "failure";
  },
  "jsonl with 0 and 1, declared": (row) => (Number(row["success"]) === 1 ? "success" : "failure"),
  "jsonl with a status and attempts": (row) => {
    if (row["status"] === "completed") return row["success"] === true ? "success" : "failure";
    return row["status"] === "skipped"
      ? "not_applicable"
      : row["status"] === "queued"
        ? "pending"
        : "error";
  },
  "csv as pandas writes it, with a byte order mark and CRLF": (row) =>
    row["success"] === "True" ? "success" : "failure",
  "csv of scores with a threshold": (row) => (Number(row["score"]) >= 1 ? "success" : "failure"),
  tsv: (row) => (row["ok"] === "true" ? "success" : "failure"),
};

function rowsOf(text: string, delimiter: string | undefined): Record<string, unknown>[] {
  if (delimiter === undefined) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => JSON.parse(line.replace(/-?\bInfinity\b|\bNaN\b/g, "null")));
  }
  const [header = [], ...rows] = cellsOf(text, delimiter);
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [header[i] ?? "", cell])));
}

/** CSV, one character after the other. */
function cellsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  const last = () => rows.at(-1) as string[];
  const put = (c: string) => last().push((last().pop() ?? "") + c);
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '"' && quoted && text[i + 1] === '"') put(text[++i] as string);
    else if (c === '"') quoted = !quoted;
    else if (c === delimiter && !quoted) last().push("");
    else if (c === "\n" && !quoted) rows.push([""]);
    else put(c);
  }
  return rows
    .map((cells) =>
      cells.map((cell, i) => (i === cells.length - 1 ? cell.replace(/\r$/, "") : cell)),
    )
    .filter((cells) => cells.length > 1 || cells[0]?.trim() !== "");
}

const readable = [...byMapping()].flatMap(([mapping, group]) => {
  const some = group.filter(({ expected }) => "shape" in expected);
  return some.length === 0 ? [] : [{ mapping, some }];
});
const runs = Math.ceil(10_000 / readable.length);

test("every run has its share", () => {
  expect(readable.length).toBeGreaterThanOrEqual(9);
});

test.each(readable)("spoilt files, mapping %#", async ({ mapping, some }) => {
  const rule = rules[some[0]?.name ?? ""];
  const recount = (files: Readonly<Record<string, Uint8Array>>): Counts => {
    const [[path, bytes] = ["", new Uint8Array()]] = Object.entries(files);
    const delimiter = path.endsWith(".csv") ? "," : path.endsWith(".tsv") ? "\t" : undefined;
    const counts: Counts = {};
    // As a stream, which leaves out a character that the end of the file cuts in two.
    const text = new TextDecoder().decode(bytes, { stream: true });
    for (const row of rowsOf(text, delimiter) as RowSpec[]) {
      const outcome = rule?.(row) ?? "failure";
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return counts;
  };
  const { accepted } = await fuzzAdapter(
    mapped(mapping),
    some,
    runs,
    rule === undefined ? undefined : recount,
  );
  expect(accepted).toBeGreaterThan(runs / 100);
});
