import { describe, expect, test } from "vitest";
import { jsonl, type RowSpec } from "../fixtures/build.ts";
import { failure, letters, noteCodes, read } from "../fixtures/read.ts";

const rows = (...cells: RowSpec[string][]) => jsonl(cells.map((ok) => ({ ok })));

describe("success", () => {
  test("true and false need no declaration, in JSON and in CSV", () => {
    expect(letters(read("success=ok", rows(true, false)))).toBe("SF");
    expect(letters(read("success=ok", "ok\ntrue\nfalse\n"))).toBe("SF");
  });

  test.each([
    ["0 and 1", rows(1, 0), "1, 0", "success.true=1,success.false=0"],
    ["the only 1", rows(1), "1", "success.true=1"],
    ["words", rows("yes", "no"), '"yes", "no"', "success.true=yes,success.false=no"],
    ["booleans as text", rows("true"), '"true"', "success.true=true"],
    [
      "Python's booleans",
      "ok\nTrue\nFalse\n",
      '"True", "False"',
      "success.true=True,success.false=False",
    ],
    ["floats as text", "ok\n1.0\n0.0\n", '"1.0", "0.0"', "success.true=1.0,success.false=0.0"],
    ["scores", rows(0.01, 0.5, 1), "0.01, 0.5, 1", "success.at_least="],
    ["an empty cell", rows(true, null), "true, null", "outcome.pending=null"],
    [
      "a row without the cell",
      `${rows(true)}{"other":1}\n`,
      "true, nothing",
      "outcome.pending=null",
    ],
    ["words nobody knows", rows("done", "lost"), '"done", "lost"', "success.true=<value>"],
    ["lists", rows([1], true), "a list of 1, true", "success.true=<value>"],
  ])("refuses %s and says what to type", (_, content, values, hint) => {
    const error = failure(() => read("success=ok", content));
    expect(error.code).toBe("WF_SUCCESS_UNDECLARED");
    expect(error.message).toContain(`the column ok holds ${values}`);
    expect(error.hint).toContain(hint);
  });

  test("lists at most eight values, and no long ones", () => {
    const many = Array.from({ length: 40 }, (_, i) => `${i} ${"x".repeat(500)}`);
    const { message } = failure(() => read("success=ok", rows(...many)));
    expect(message).toContain("and more");
    expect(message.length).toBeLessThan(1000);
    expect(message).not.toContain('"8 x');
  });

  test("declared values are compared exactly, numbers as numbers", () => {
    const declared = "success=ok,success.true=1|yes,success.false=0|no";
    expect(letters(read(declared, rows(1, 0, "yes", "no", 1.0, "1.0")))).toBe("SFSFSS");
    for (const other of [2, true, null, "Yes", " yes", [1]]) {
      const error = failure(() => read(declared, rows(1, other)));
      expect(error.code).toBe("WF_SUCCESS_UNDECLARED");
      expect(error.message).toContain("results.x:2");
    }
  });

  test("a threshold counts scores and changes the contract", () => {
    const reading = read("success=ok,success.at_least=0.5", rows(0.5, 0.49, 1, -1, 0.01));
    expect(letters(reading)).toBe("SFSFF");
    expect(reading.metric_contract).toMatchObject({ success: "threshold" });
    expect(reading.metric_contract.description).toContain('the column "ok" is at least 0.5');
    expect(noteCodes(reading)).toEqual(["index_counted", "scores_of_one_percent"]);
    for (const other of [true, null, "1", Number.NaN]) {
      expect(failure(() => read("success=ok,success.at_least=0.5", rows(1, other)))).toMatchObject({
        code: "WF_SUCCESS_UNDECLARED",
        message: expect.stringContaining("results.x:2"),
      });
    }
    expect(letters(read("success=ok,success.at_least=0.5", "ok\n.5\n4e-1\n"))).toBe("SF");
    expect(() => read("success=ok,success.at_least=0.5", 'ok\n"(1e-06, 0)"\n')).toThrow(
      "(1e-06, 0)",
    );
  });

  test.each(["success_rate", "pc_success", "info.avg_success", "/a/success_pct"])(
    "a rate is no outcome: %s",
    (column) => {
      const row = {
        success_rate: 1,
        pc_success: 1,
        info: { avg_success: 1 },
        a: { success_pct: 1 },
      };
      expect(
        failure(() => read(`success=${column},success.at_least=1`, jsonl([row]))),
      ).toMatchObject({ code: "WF_AGGREGATE_ONLY" });
    },
  );

  test("a contract that was not declared is unknown, and noted", () => {
    const reading = read("success=ok", rows(true));
    expect(reading.metric_contract.success).toBe("unknown");
    expect(noteCodes(reading)).toContain("success_rule_undeclared");
    const declared = read("success=ok,contract=final_step", rows(true));
    expect(declared.metric_contract.success).toBe("final_step");
    expect(noteCodes(declared)).not.toContain("success_rule_undeclared");
  });
});

describe("outcome", () => {
  const words =
    "outcome=ok,outcome.success=done,outcome.failure=0,outcome.error=crashed|timeout,outcome.missing=null,outcome.not_applicable=skipped";

  test("words mean what was declared", () => {
    expect(letters(read(words, rows("done", 0, "crashed", "timeout", null, "skipped")))).toBe(
      "SFEEMN",
    );
  });

  test("a word that nobody declared is refused with its row", () => {
    const error = failure(() => read(words, rows("done", "Done")));
    expect(error.code).toBe("WF_SUCCESS_UNDECLARED");
    expect(error.message).toContain('results.x:2: nobody said what "Done" means');
    expect(error.hint).toContain("outcome.error=");
  });

  test("pending episodes belong to a run that was declared interim", () => {
    const mapping = "outcome=ok,outcome.success=done,outcome.pending=null";
    expect(failure(() => read(mapping, rows("done", null))).code).toBe("WF_RUN_UNFINISHED");
    expect(letters(read(mapping, rows("done", null), { interim: true }))).toBe("SP");
  });

  test("two columns: one may leave it to the other, and must not contradict it", () => {
    const both =
      "success=s,outcome=o,outcome.scored=ran,outcome.success=won,outcome.failure=lost,outcome.error=died";
    const of = (...pairs: [string, RowSpec[string]][]) => jsonl(pairs.map(([o, s]) => ({ o, s })));
    const reading = read(
      both,
      of(["ran", true], ["ran", false], ["won", true], ["died", null], ["died", true]),
    );
    expect(letters(reading)).toBe("SFSEE");
    expect(reading.notes).toContainEqual(
      expect.objectContaining({
        code: "success_overruled",
        detail: expect.stringMatching(/^1 row/),
      }),
    );
    expect(failure(() => read(both, of(["won", false])))).toMatchObject({
      code: "WF_EPISODES_INCONSISTENT",
      message: expect.stringContaining('says success ("won"), the success column false'),
    });
    expect(failure(() => read(both, of(["ran", null]))).code).toBe("WF_SUCCESS_UNDECLARED");
  });
});

describe("error", () => {
  const of = (...cells: unknown[]) => jsonl(cells.map((e) => ({ ok: false, e }) as RowSpec));

  test("a value there makes the episode an error; nothing does not", () => {
    const reading = read(
      "success=ok,error=e",
      of(null, "", "None", false, {}, "  ", "boom", true, { type: "x" }),
    );
    expect(letters(reading)).toBe("FFFFFFEEE");
    expect(reading.not_recorded).not.toContain("harness_errors");
    expect(
      letters(read("success=ok,error=e", "ok,e\nfalse,\nfalse,False\nfalse,None\nfalse,boom\n")),
    ).toBe("FFFE");
  });

  test("an error overrules the success column, and that is noted", () => {
    const reading = read(
      "success=ok,error=e",
      jsonl([
        { ok: true, e: "boom" },
        { ok: "n/a", e: "boom" },
      ]),
    );
    expect(letters(reading)).toBe("EE");
    expect(noteCodes(reading)).toContain("success_overruled");
  });

  test.each([
    ["JSON", '{"ok":true,"e":0}\n'],
    ["a list", '{"ok":true,"e":[]}\n'],
    ["CSV", "ok,e\ntrue,0\n"],
    ["a text", '{"ok":true,"e":"-11"}\n'],
  ])("a code in %s may mean either", (_, content) => {
    expect(failure(() => read("success=ok,error=e", content))).toMatchObject({
      code: "WF_EPISODES_INCONSISTENT",
      hint: expect.stringContaining("outcome.error="),
    });
  });

  test("what a column of errors holds is noted when nobody maps it", () => {
    const content = jsonl([
      { ok: false, exception: "boom", failure_reason: null, crashed: false },
      { ok: true, exception: null, failure_reason: "", crashed: false },
    ]);
    const reading = read("success=ok", content);
    expect(letters(reading)).toBe("FS");
    expect(reading.notes.filter(({ code }) => code === "error_column_unmapped")).toEqual([
      {
        code: "error_column_unmapped",
        detail: expect.stringMatching(
          /^1 of 2 rows count as success or failure with a value in exception,/,
        ),
      },
    ]);
    expect(reading.not_recorded).toContain("harness_errors");
    const known = "outcome=ok,outcome.success=true,outcome.error=false";
    expect(noteCodes(read(known, content))).not.toContain("error_column_unmapped");
    expect(
      noteCodes(read("success=ok,metadata.why=exception", content.replace("boom", "x"))),
    ).not.toContain("error_column_unmapped");
  });
});
