import { memoryInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { jsonl } from "../fixtures/build.ts";
import { failure, letters, read } from "../fixtures/read.ts";
import { mapped, parseMapping } from "./index.ts";

const tasks = (mapping: string, content: string) =>
  read(mapping, content).episodes.map(({ task }) => task);

describe("CSV", () => {
  test("quotes, commas, doubled quotes and line ends inside cells", () => {
    const content = '"task","ok","note"\r\n"a ""b"", c","true","two\r\nlines"\r\nd,false,""\r\n';
    expect(read("task=task,success=ok", content).episodes).toMatchObject([
      { task: 'a "b", c', outcome: "success" },
      { task: "d", outcome: "failure" },
    ]);
  });

  test("the unnamed first column of pandas is no obstacle, other unnamed ones are", () => {
    expect(letters(read("success=ok", ",ok\n0,true\n1,false\n"))).toBe("SF");
    expect(failure(() => read("success=ok", "ok,\ntrue,1\n"))).toMatchObject({
      code: "WF_SHAPE_UNKNOWN",
      message: expect.stringContaining("column 2 has no name"),
    });
  });

  test("blank lines are skipped, rows of empty cells are not", () => {
    expect(letters(read("success=ok", "\nok,t\n\ntrue,a\n \nfalse,b\n\n"))).toBe("SF");
    expect(failure(() => read("success=ok", "ok,t\ntrue,a\n,\n")).code).toBe(
      "WF_SUCCESS_UNDECLARED",
    );
    expect(failure(() => read("success=ok", "ok\tt\ntrue\ta\n\t\n")).code).toBe(
      "WF_SUCCESS_UNDECLARED",
    );
  });

  test.each([
    ["a row with too many cells", "ok,t\ntrue,a\ntrue,a,b\n", "results.x:3: the row has 3 cells"],
    ["a row with too few", "ok,t\ntrue\nfalse,b\n", "results.x:2: the row has 1 cells"],
    [
      "a quote that is never closed",
      'ok,t\ntrue,"a\nfalse,b\n',
      "results.x:2: a double quote is opened",
    ],
    ["text after a quoted cell", 'ok,t\ntrue,"a" b\n', "results.x:2: a double quote stands"],
    [
      "a quote inside an open cell",
      'ok,t\ntrue,5" plate and 6" plate\n',
      "results.x:2: a double quote",
    ],
    [
      "a line number after a cell of two lines",
      'ok,t\ntrue,"a\nb"\ntrue\n',
      "results.x:4: the row has 1",
    ],
  ])("refuses %s", (_, content, words) => {
    expect(failure(() => read("success=ok", content))).toMatchObject({
      code: "WF_EPISODES_INCONSISTENT",
      message: expect.stringContaining(words),
      hint: expect.any(String),
    });
  });

  test.each([
    ["with too few cells", "", "ok,t\ntrue,a\nfal", "x:3: the row has 1 cells"],
    [
      "inside a quoted cell",
      "",
      'ok,t\ntrue,a\ntrue,"b',
      "x:3: the last line stops inside a quoted",
    ],
    [
      "inside its outcome",
      "",
      "t,ok\na,true\nb,tru",
      'x:3: the last line stops inside its last cell (the column "ok" holds "tru")',
    ],
    ["inside its only outcome", "", "t,ok\nb,f", 'holds "f")'],
    ["before its outcome", "", "t,ok\na,true\nb,", "holds nothing"],
    [
      "inside a declared word",
      ",success.true=pass,success.false=fail",
      "t,ok\na,pass\nb,fai",
      'holds "fai"',
    ],
    ["before a score", ",success.at_least=0.5", "t,ok\na,1\nb,-", 'holds "-"'],
    [
      "inside a time",
      ",started_at=at",
      "ok,at\ntrue,2026-05-06T07:08:09Z\ntrue,2026-05-",
      'holds "2026-05-"',
    ],
    ["behind a byte order mark, with CRLF", "", "\uFEFFt,ok\r\na,true\r\nb,tru", 'holds "tru"'],
  ])("a last row that stops %s is cut off", (_, more, content, words) => {
    expect(failure(() => read(`success=ok${more}`, content))).toMatchObject({
      code: "WF_TABLE_TORN",
      message: expect.stringContaining(words),
      hint: expect.stringContaining("a run that finished"),
    });
  });

  test.each([
    ["a line end", "t,ok\na,true\nb,tru\n"],
    ["a word of its own", "t,ok\na,true\nb,maybe"],
    ["a whole word that nobody declared", "t,ok\na,1"],
    ["the trouble elsewhere", "ok,t\ntrue,a\ntru,b"],
    ["trouble in an earlier row as well", "t,ok\na,no\nb,tru"],
  ])("a last row with %s is not said to be cut off", (_, content) => {
    expect(failure(() => read("success=ok", content)).code).toBe("WF_SUCCESS_UNDECLARED");
  });

  test("a quote that swallows the file is refused before it fills the memory", () => {
    const content = `ok,t\ntrue,"a\n${"false,b\n".repeat(200_000)}`;
    expect(failure(() => read("success=ok", content)).message).toContain("results.x:2");
  });

  test("a missing line end is noted, as the last cell may be cut off", () => {
    const codes = (content: string) => read("success=ok", content).notes.map(({ code }) => code);
    expect(codes("ok,t\ntrue,a\ntrue,b")).toContain("last_line_unended");
    expect(codes("ok,t\ntrue,a\ntrue,b\n")).not.toContain("last_line_unended");
  });

  test("tabs make a TSV, unless the format is declared", () => {
    expect(read("task=t,success=ok", "t\tok\na, b\ttrue\n")).toMatchObject({ shape: "tsv" });
    expect(tasks("task=t,success=ok,format=csv", "t,ok,a\tb\nx,true,1\n")).toEqual(["x"]);
  });

  test.each(["ok,t\n", "ok,t", "\uFEFFok,t\r\n"])("a header alone is no episode: %j", (content) => {
    expect(failure(() => read("success=ok", content)).code).toBe("WF_NO_EPISODES");
  });

  test("a column that is not there is found out before a row that does not fit", () => {
    expect(failure(() => read("success=done", "ok,t\ntrue,a,b\n"))).toMatchObject({
      code: "WF_MAPPING_INVALID",
      message: expect.stringContaining('the columns are "ok", "t"'),
    });
  });
});

describe("JSON", () => {
  test("dotted paths, pointers, and keys that hold a dot themselves", () => {
    const row = {
      "a.b": "exact",
      a: { b: "deep", "x/y": "slash" },
      list: ["zero", "one"],
      ok: true,
    };
    const of = (column: string) => tasks(`task=${column},success=ok`, jsonl([row]))[0];
    expect(of("a.b")).toBe("exact");
    expect(of("/a/b")).toBe("deep");
    expect(of("/a/x~1y")).toBe("slash");
    expect(of("list.1")).toBe("one");
    expect(of("/list/0")).toBe("zero");
  });

  test.each([
    "constructor",
    "toString",
    "list.length",
    "a.hasOwnProperty",
    "/list/-1",
    "__proto__",
  ])("%s is no column", (column) => {
    const content = jsonl([{ a: { b: 1 }, list: ["x"], ok: true }]);
    const mapping = { columns: { task: column, success: "ok" } };
    expect(failure(() => read(mapping, content)).code).toBe("WF_MAPPING_INVALID");
  });

  test("a list of rows needs no pointer, an object of rows does", () => {
    expect(letters(read("success=ok", '[{"ok":true},{"ok":false}]'))).toBe("SF");
    const byId = '{"e1":{"ok":true},"e2":{"ok":false}}';
    expect(tasks("task=id,success=ok,records=/*,keyed_by=id", byId)).toEqual(["e1", "e2"]);
    const pretty = JSON.stringify({ episodes: [{ ok: true }], n: 1 }, null, 1);
    expect(failure(() => read("success=ok", pretty))).toMatchObject({
      code: "WF_MAPPING_INVALID",
      hint: expect.stringContaining("records=/episodes"),
    });
    expect(failure(() => read("success=ok", '{"episodes":[{"ok":true}]}')).hint).toContain(
      "records=",
    );
    expect(letters(read("success=ok,records=/episodes", pretty))).toBe("S");
  });

  test("one * stands for every member, and its key may be a column", () => {
    const content =
      '{"cells":{"x":{"rows":[{"ok":true},{"ok":false}]},"y":{"rows":[{"ok":true}]}}}';
    const reading = read("records=/cells/*/rows,keyed_by=cell,task=cell,success=ok", content);
    expect(reading.episodes.map(({ task, index }) => `${task}${index}`)).toEqual([
      "x0",
      "x1",
      "y0",
    ]);
    const error = failure(() => read("records=/cells/*/row,success=ok", content));
    expect(error.message).toContain("cells.x.row is nothing");
  });

  test("a row that has the key's column already is refused", () => {
    const content = '{"a":{"ok":true,"id":7}}';
    expect(
      failure(() => read("records=/*,keyed_by=id,task=id,success=ok", content)).message,
    ).toContain('a column "id" of its own');
  });

  test.each([
    ["jsonl", '{"ok":true}\n3\n', "results.x:2"],
    ["json", '[{"ok":true},null]', "results.x: [1]"],
    ["jsonl", '{"ok":true}\n[{"ok":true}]\n', "results.x:2"],
  ])("a row of %s that is no object is refused", (_, content, where) => {
    expect(failure(() => read("success=ok", content))).toMatchObject({
      code: "WF_EPISODES_INCONSISTENT",
      message: expect.stringContaining(where),
    });
  });

  test("bare NaN is a measurement that is not there", () => {
    const row = '{"ok":true,"r":NaN,"s":-Infinity,"n":3}';
    const mapping = "success=ok,sum_reward=r,max_reward=s,steps=n";
    for (const content of [`${row}\n`, `[${row}]`]) {
      expect(read(mapping, content).episodes).toEqual([
        { suite: null, task: null, index: 0, seed: null, attempt: 0, outcome: "success", steps: 3 },
      ]);
    }
    expect(failure(() => read("success=ok", '[{"ok":NaN}]')).code).toBe("WF_SUCCESS_UNDECLARED");
  });

  test.each(["[]", '{"rows":[]}', '{"rows":{}}'])("%s holds no episode", (content) => {
    const mapping =
      content === "[]" ? "" : content.includes("{}") ? ",records=/rows/*" : ",records=/rows";
    expect(failure(() => read(`success=ok${mapping}`, content)).code).toBe("WF_NO_EPISODES");
  });
});

describe("detect", () => {
  const detect = (mapping: string, content: string, more: Record<string, string> = {}) =>
    mapped(parseMapping(mapping, "--map")).detect(memoryInput({ "results.x": content, ...more }));

  test.each([
    ["success=ok", '{"ok":true}\n', "jsonl"],
    ["success=info.ok", '{"info":{"ok":true}}\n', "jsonl"],
    ["success=ok", '[{"ok":true}]', "json"],
    ["success=/a/ok,records=/rows", '{"rows":[{"a":{"ok" : true}}]}', "json"],
    ["success=ok", "t,ok\na,true\n", "csv"],
    ["success=ok", "t\tok\r\na\ttrue\r\n", "tsv"],
    ["success=ok", `{"text":"${"x".repeat(70_000)}","ok":true}\n`, null],
    ["success=done", '{"ok":true}\n', null],
    ["success=done", "t,ok\na,true\n", null],
    ["success=ok", "", null],
    ["success=ok", '"ok', null],
  ])("%s in a file (%#) is %s", (mapping, content, shape) => {
    const found = detect(mapping, content);
    expect(found.shape).toBe(shape);
    expect(found.why).not.toBe("");
  });

  test("one file at a time", () => {
    expect(detect("success=ok", '{"ok":true}\n', { other: "x" }).why).toContain("holds 2 files");
  });
});

test("a zero byte in CSV is refused, as what follows it could get lost", () => {
  const content = 'ok,t\ntrue,"a"\0"\nfalse,b"\nfalse,"c"\n';
  expect(failure(() => read("success=ok", content))).toMatchObject({
    code: "WF_EPISODES_INCONSISTENT",
    message: expect.stringContaining(":2: the line holds a zero byte"),
  });
});

test("spaces around the name of a column are found, other mapped columns not offered", () => {
  expect(failure(() => read("success=s,task=t", "t, s\na,true\n")).hint).toContain("success= s?");
  expect(failure(() => read("success=s,task=t", "t,x\na,true\n")).hint).not.toContain("success=t");
  expect(failure(() => read("success=s,task=t", "t;s\na;true\n")).hint).toContain("semicolons");
});
