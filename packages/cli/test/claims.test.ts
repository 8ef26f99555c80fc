import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { released, rows } from "../../adapters-lbm-eval/fixtures/build.ts";
import { liberoLog } from "../../adapters-openpi/fixtures/build.ts";
import { nested, json as vlaJson } from "../../adapters-vla-eval/fixtures/build.ts";
import libero from "../../evidence/data/benchmarks/libero.json" with { type: "json" };
import { templates } from "../src/claim/template-names.ts";
import { bin, real, sample, workFolder, worldflux } from "./worldflux.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** Instructions of a suite, as LIBERO's own files name its tasks. */
const instructions = (suite: string) =>
  (libero.suites.find(({ name }) => name === suite)?.tasks ?? []).map((name) =>
    name.replace(/^[A-Z_]+SCENE\d+_/, "").replaceAll("_", " "),
  );

/** `n` letters of which every tenth is a failure. */
const letters = (n: number) => Array.from({ length: n }, (_, i) => (i % 10 ? "S" : "F")).join("");

const lbmTasks: string[] = json(join(import.meta.dirname, "../templates/lbm-eval/protocol.json"))
  .benchmark.task_list;

interface Walk {
  readonly source: string;
  /** What is typed beside `--template` and `--output`. */
  readonly options: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly planned: number;
  readonly map?: string;
}

/** A result in the shape that each template is for, of our own making. */
const walks: Readonly<Record<string, Walk>> = {
  "openpi-libero": {
    source: "openpi",
    options: ["--task", "libero_goal"],
    files: {
      "in/eval.log": liberoLog(
        instructions("libero_goal").map((instruction) => ({ instruction, episodes: letters(50) })),
      ),
    },
    planned: 500,
  },
  "lerobot-libero": {
    source: "lerobot",
    options: ["--subject", "acme/fold"],
    files: { "in/eval_info.json": readFileSync(sample, "utf8") },
    planned: 400,
  },
  "vla-eval": {
    source: "vla-eval",
    options: ["--subject", "acme/fold", "--task", "libero_goal"],
    files: {
      "in/result.json": vlaJson(
        nested(Object.fromEntries(instructions("libero_goal").map((name) => [name, letters(50)])), {
          suite: "libero_goal",
        }),
      ),
    },
    planned: 500,
  },
  "lbm-eval": {
    source: "lbm_eval",
    options: ["--subject", "acme/fold"],
    files: Object.fromEntries(
      lbmTasks.map((task) => [
        `in/model/${task}/rollouts/2031-02-03T04-05-06/results.json`,
        released(rows(letters(200), task), 200),
      ]),
    ),
    planned: 3800,
  },
  custom: {
    source: "mapped",
    options: [
      ...["--subject", "acme/fold", "--benchmark", "our kitchen", "--task", "sink/fold"],
      ...["--evaluator", "mapped", "--success", "human_label", "--episodes", "100"],
    ],
    files: {
      "in/trials.csv": [
        "suite,name,ok",
        ...[...letters(100)].map((letter) => `sink,fold,${letter === "S"}`),
      ].join("\n"),
    },
    planned: 100,
    map: "suite=suite,task=name,success=ok",
  },
};

describe("each template goes from create to a report without an edit", () => {
  test.each(templates)("%s", (template) => {
    const walk = walks[template];
    if (walk === undefined) throw new Error(`no fixture for ${template}`);
    const cwd = workFolder();
    for (const [path, content] of Object.entries(walk.files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), content);
    }
    const created = worldflux(cwd, [
      ...["claim", "create", "--template", template, "--output", "claim_pkg"],
      ...walk.options,
    ]);
    expect(created.stderr).toBe("");
    expect(created.stdout).toContain(`planned       ${walk.planned} episodes`);

    const lint = worldflux(cwd, "claim lint claim_pkg --strict --json");
    expect(JSON.parse(lint.stdout).counts).toMatchObject({ error: 0, warning: 0 });
    expect(lint.status).toBe(0);

    const documents = "--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
    const from = ["--from", "in", ...(walk.map === undefined ? [] : ["--map", walk.map])];
    const run = worldflux(cwd, [
      ...`audit run ${walk.source} ${documents} --output evidence_pkg --json`.split(" "),
      ...from,
    ]);
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      denominators: { planned: walk.planned, missing: 0, out_of_protocol: 0 },
      lint_errors: [],
    });
    expect(JSON.parse(run.stdout).labels).not.toContain("success_rule_differs_from_protocol");
    expect(worldflux(cwd, "evidence report evidence_pkg --output report.html").status).toBe(0);
    expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);

    worldflux(cwd, `protocol plan ${documents} --output run_sheet`);
    const check = worldflux(cwd, [
      ..."protocol check-run run_sheet/run_sheet.jsonl --json --source".split(" "),
      walk.source,
      ...from,
    ]);
    expect(JSON.parse(check.stdout)).toMatchObject({ complete: true, planned: walk.planned });
    expect(check.status).toBe(0);
  });
});

const there = existsSync(real);

describe.skipIf(!there)("templates on real files (skipped where ../shared/real is absent)", () => {
  const lerobot = (start: string) =>
    `lerobot/${there ? readdirSync(join(real, "lerobot")).find((name) => name.startsWith(start)) : start}`;
  test.each([
    ["lerobot-libero", "lerobot", [], lerobot("sharon"), 400],
    ["lerobot-libero", "lerobot", ["--task", "libero_spatial"], lerobot("r2021147571"), 100],
    [
      "openpi-libero",
      "openpi",
      ["--task", "libero_spatial/0", "--task", "libero_spatial/1", "--episodes", "3"],
      "openpi/derived/derived_openpi_libero_stderr.log",
      6,
    ],
    [
      "vla-eval",
      "vla-eval",
      ["--task", "libero_spatial"],
      "vla-eval/g0-v0.0.4dev/pi0-libero/merged_libero_spatial.json",
      500,
    ],
    ["lbm-eval", "lbm_eval", [], "lbm_eval/vla_foundry/OSS/Foundry-Qwen3VLA-2.1B", 3800],
  ])("%s with %s %j on %s", (template, source, options, path, planned) => {
    const cwd = workFolder();
    const from = ["--from", join(real, path), "--source", source];
    worldflux(cwd, [
      ...["claim", "create", "--template", template, "--output", "claim_pkg"],
      ...["--subject", "acme/fold", ...options],
    ]);
    const documents = "--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
    const run = worldflux(cwd, [
      ...`audit run ${source} ${documents} --output evidence_pkg --json --from`.split(" "),
      join(real, path),
    ]);
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout).denominators).toMatchObject({ planned, missing: 0 });
    worldflux(cwd, `protocol plan ${documents} --output run_sheet`);
    const sheet = "run_sheet/run_sheet.jsonl";
    const check = worldflux(cwd, ["protocol", "check-run", sheet, ...from, "--json"]);
    expect(JSON.parse(check.stdout)).toMatchObject({ complete: true, planned });
  });
});

describe("a mistake is told before the audit runs", () => {
  /** A good pair with one field changed, not bound again. */
  function edited(
    file: "claim" | "protocol",
    change: (document: { [name: string]: object[] & object }) => void,
  ) {
    const cwd = workFolder();
    worldflux(cwd, "claim create --template openpi-libero --output claim_pkg");
    const path = join(cwd, `claim_pkg/${file}.json`);
    const document = json(path);
    change(document);
    writeFileSync(path, JSON.stringify(document, null, 2));
    return cwd;
  }

  test("an error exits 3 with its place and fix, and a warning only with --strict", () => {
    const cwd = edited("claim", (claim) => {
      Object.assign(claim["expected_metrics"]?.[0] ?? {}, { value: 80 });
    });
    const { status, stdout, stderr } = worldflux(cwd, "claim lint claim_pkg");
    expect(stderr).toBe("");
    expect(stdout).toContain("error claim.json: /expected_metrics/0/value [percent_for_ratio]");
    expect(stdout).toContain("fix: write 0.8 for 80 %");
    expect(status).toBe(3);

    const warned = edited("protocol", (protocol) => {
      Object.assign(protocol["execution"] ?? {}, { seeds: [0, 1, 2] });
    });
    expect(worldflux(warned, "protocol lint claim_pkg/protocol.json").status).toBe(0);
    const strict = worldflux(warned, "protocol lint claim_pkg/protocol.json --strict --json");
    expect(JSON.parse(strict.stdout).findings[0].code).toBe("seeds_not_checkable");
    expect(strict.status).toBe(3);
  });

  test("audit run says that lint would have told", () => {
    const cwd = workFolder();
    cpSync(sample, join(cwd, "eval_info.json"));
    const text = ["--text", "acme/fold is certified: at least 80 % success."];
    worldflux(cwd, [
      ..."claim create --template lerobot-libero --output claim_pkg".split(" "),
      ...text,
    ]);
    const run = worldflux(
      cwd,
      "audit run lerobot --from eval_info.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg",
    );
    expect(run.stdout).toContain("errors that lint finds: wording_overclaims");
    expect(run.status).toBe(0);
  });

  test.each([
    ["{", 2, "WF_JSON_TRUNCATED"],
    ["[1]", 3, "document_invalid"],
    ["null", 3, "document_invalid"],
    ['{"claim_text": "\\u001b[2J"}', 3, "document_invalid"],
  ])("a claim that is %s is no accident", (content, code, text) => {
    const cwd = workFolder();
    writeFileSync(join(cwd, "claim.json"), content);
    const { status, stdout, stderr } = worldflux(cwd, "claim lint claim.json");
    expect(stdout + stderr).toContain(text);
    expect(stdout + stderr).not.toMatch(/\n\s+at |\p{Cc}(?<!\n)/u);
    expect(status).toBe(code);
  });
});

test.each([
  ["claim lint nowhere", "WF_INPUT_NOT_FOUND"],
  ["claim lint claim_pkg/claim.json/x", "WF_INPUT_"],
  ["protocol lint claim_pkg/nothing.json", "WF_INPUT_NOT_FOUND"],
  ["protocol check-run claim_pkg/claim.json --from claim_pkg --source lerobot", "run_sheet.jsonl"],
  ["claim create --template custom --output o --threshold 80", "write 0.8 or 80%"],
  ["claim create --template custom --output o --margin 0.9", "use a smaller margin"],
  ["claim create --template custom --output o --true 0.5", "does not lie above the threshold"],
  ["claim create --template custom --output o --threshold 0.8 --threshold 0.9", "given twice"],
  ["schema nope/../claim", "no document is called"],
])("`worldflux %s` is refused with words", (line, text) => {
  const cwd = workFolder();
  worldflux(cwd, "claim create --template custom --output claim_pkg");
  const { status, stderr } = worldflux(cwd, line);
  expect(stderr).toContain(text);
  expect(stderr).toMatch(/^error: (?!a bug)/);
  expect(status).toBe(2);
  expect(readdirSync(cwd)).toEqual(["claim_pkg"]);
});

describe("what claim create says at its end", () => {
  const end = (options: string) =>
    worldflux(
      workFolder(),
      `claim create --template lerobot-libero --subject a/b --output claim_pkg ${options}`,
    );

  test.each([
    [
      "--task libero_goal --episodes 200000",
      "planned       2000000 episodes: more than a million; what they show is not computed",
    ],
    ["--task libero_goal/0 --threshold 100% --episodes 72", "to plan for   73 episodes, "],
    ["--margin 0.8", "at the least  1 episode, a success"],
    ["--margin 0.8", "to plan for   1 episode, "],
    ["--margin 0 --threshold 100%", "at the least  no number of episodes can support it"],
  ])("%s: %s", (options, line) => {
    const { stdout, status } = end(options);
    expect(status).toBe(0);
    expect(stdout).toContain(line);
    if (options.includes("200000")) expect(stdout).not.toContain("too few");
  });

  test.each([
    ["1%", "did you mean 100 %"],
    ["0.8%", "did you mean 80 %"],
  ])("asks whether %s was meant", (threshold, hint) => {
    const { stderr, status } = end(`--threshold ${threshold}`);
    expect(status).not.toBe(0);
    expect(stderr).toContain(hint);
  });
});

test("claim lint tells places to fill, and what is too large to be a claim", () => {
  const cwd = workFolder();
  worldflux(cwd, "claim create --template openpi-libero --output claim_pkg");
  const path = join(cwd, "claim_pkg/claim.json");
  const claim = json(path);
  writeFileSync(path, JSON.stringify({ ...claim, subject: { id: "TO FILL: x" } }));
  const lint = worldflux(cwd, "claim lint claim_pkg");
  expect([lint.status, lint.stdout]).toEqual([
    3,
    expect.stringContaining("error claim.json: /subject/id [to_fill]"),
  ]);
  writeFileSync(path, " ".repeat(4 * 2 ** 20 + 1));
  const large = worldflux(cwd, "claim lint claim_pkg");
  expect(large.stderr).toContain("hint: check that this is a claim.json");
});

describe("schema", () => {
  test("lists the documents, prints one, and names the one that was meant", () => {
    const cwd = workFolder();
    expect(worldflux(cwd, "schema").stdout).toContain("run_sheet_header");
    const printed = JSON.parse(worldflux(cwd, "schema claim.json").stdout);
    expect(printed).toMatchObject({ $id: expect.stringContaining("claim.schema.json") });
    expect(JSON.parse(worldflux(cwd, "schema claim --json").stdout)).toEqual(printed);
    expect(worldflux(cwd, "schema protocl").stderr).toContain("did you mean protocol?");
  });

  test("--editor writes them beside, and the documents name them", () => {
    const cwd = workFolder();
    worldflux(cwd, "claim create --template openpi-libero --editor --output claim_pkg");
    expect(readdirSync(join(cwd, "claim_pkg")).sort()).toEqual([
      ...["README.md", "claim.json", "claim.schema.json"],
      ...["protocol.json", "protocol.schema.json"],
    ]);
    expect(json(join(cwd, "claim_pkg/claim.json")).$schema).toBe("./claim.schema.json");
    expect(worldflux(cwd, "claim lint claim_pkg").status).toBe(0);
  });
});

test("a sheet is not written where something is, and says what is not known", () => {
  const cwd = workFolder();
  worldflux(cwd, "claim create --template openpi-libero --output claim_pkg");
  const plan = "protocol plan --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
  expect(worldflux(cwd, `${plan} --output sheet.jsonl`).status).toBe(0);
  expect(worldflux(cwd, `${plan} --output sheet.jsonl`).stderr).toContain("WF_OUTPUT_EXISTS");
  expect(worldflux(cwd, `${plan} --output claim_pkg`).stderr).toContain("WF_OUTPUT_EXISTS");
  worldflux(cwd, "claim create --template custom --output other");
  const custom = "protocol plan --claim other/claim.json --protocol other/protocol.json";
  const { status, stderr } = worldflux(cwd, `${custom} --output sheet`);
  expect(stderr).toContain("WF_SUITE_UNKNOWN");
  expect(stderr).toContain("--as-tasks");
  expect(status).toBe(2);
});

/** Runs the command on a pseudo-terminal, types the lines, and prints what it said. */
const onTerminal = `
import os, pty, select, sys, time
node, script, typed = sys.argv[1], sys.argv[2], sys.argv[3].encode().decode("unicode_escape")
pid, fd = pty.fork()
if pid == 0:
    os.environ.pop("CI", None)
    os.execv(node, [node, script, *sys.argv[4:]])
said, sent, end = b"", False, time.time() + 60
while time.time() < end:
    if select.select([fd], [], [], 0.1)[0]:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    if not sent and b"] " in said:
        os.write(fd, typed.encode())
        sent = True
sys.stdout.write(said.decode(errors="replace"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

const recent = "import sys, pty, os; sys.exit(not hasattr(os, 'waitstatus_to_exitcode'))";
const python = ["python3", "python"].find((name) => spawnSync(name, ["-c", recent]).status === 0);

describe.skipIf(python === undefined)("on a terminal (skipped without Python 3.9)", () => {
  function type(cwd: string, typed: string, more: readonly string[] = []) {
    return spawnSync(
      python ?? "",
      [
        ...["-c", onTerminal, process.execPath, bin, typed],
        ...["claim", "create", "--template", "custom", "--output", "claim_pkg", ...more],
      ],
      { cwd, encoding: "utf8" },
    );
  }

  test("it asks, and writes what was answered", () => {
    const cwd = workFolder();
    const { status, stdout } = type(
      cwd,
      `acme/fold\\rkitchen\\rmapped\\rsink/fold\\r70%${"\\r".repeat(12)}`,
    );
    expect(stdout).toContain("Which policy is it?");
    expect(status).toBe(0);
    expect(json(join(cwd, "claim_pkg/claim.json")).claim_text).toBe(
      "acme/fold reaches at least 70 % success on sink/fold.",
    );
  });

  test.each([
    ["Ctrl-C", "acme/fold\\rhalf an ans\\x03"],
    ["the end of the input", "\\x04"],
  ])("%s leaves nothing behind", (_, typed) => {
    const cwd = workFolder();
    const { status, stdout } = type(cwd, typed);
    expect(stdout).toContain("nothing was written [WF_NOT_ANSWERED]");
    expect(status).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.each([[["--yes"]], [["--threshold", "0.9"]], [["--json"]]])("%j asks nothing", (more) => {
    const cwd = workFolder();
    const { status, stdout } = type(cwd, "", more);
    expect(stdout).not.toContain("Which policy");
    expect(status).toBe(0);
  });
});
