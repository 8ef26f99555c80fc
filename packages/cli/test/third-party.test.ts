import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Run } from "./worldflux.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const example = join(root, "examples/worldflux-adapter-example");

const text = (...path: string[]) => readFileSync(join(...path), "utf8");
const json = (...path: string[]) => JSON.parse(text(...path));

test("the adapter of docs/writing-an-adapter.md is the example, in under 60 lines", () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(text(root, "docs/writing-an-adapter.md")) ?? [];
  expect(code).toBe(text(example, "index.mjs"));
  expect(code?.trimEnd().split("\n").length).toBeLessThan(60);
});

describe("in a project of somebody else", () => {
  // Somebody's project: what is installed comes from tarballs, and nothing from the workspace.
  const lab = realpathSync(mkdtempSync(join(tmpdir(), "worldflux-lab-")));
  afterAll(() => rmSync(lab, { recursive: true, force: true }));

  beforeAll(() => {
    const tarballs = join(lab, "tarballs");
    pack(join(root, "packages"), tarballs, "--recursive", "--filter", "./packages/*");
    for (const folder of [...foreignPackages(), example]) pack(folder, tarballs);
    writeFileSync(join(lab, "package.json"), '{ "name": "lab", "private": true }\n');
    const files = readdirSync(tarballs).map((file) => `./tarballs/${file}`);
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    const offline = ["--offline", "--omit=dev", "--cache", join(lab, "cache")];
    done("npm", ["install", ...offline, ...quiet, ...files], lab);
    cpSync(join(example, "trials.json"), join(lab, "trials.json"));
    // The folder of the adapter's author, who has the packages installed one level up.
    cpSync(example, join(lab, "author"), { recursive: true });
    claimFor(lab);
  });

  const auditRun = (name: string, output = "evidence_pkg") =>
    `audit run ${name} --from trials.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output ${output}`;

  test("the author's conformance tests pass", () => {
    const { status, stdout } = start(process.execPath, ["--test"], join(lab, "author"));
    expect(stdout).toMatch(/# pass \d\d/);
    expect(stdout).toContain("# fail 0");
    expect(status).toBe(0);
  });

  test("npx worldflux audit run example", () => {
    const line = auditRun("example").split(" ");
    const run = start("npx", ["--offline", "worldflux", ...line], lab);
    expect(run.stdout).toContain("worldflux audit verify evidence_pkg");
    expect(run.status, run.stderr).toBe(0);
    expect(json(lab, "evidence_pkg/evidence.json").denominators).toMatchObject({
      planned: 6,
      recorded: 5,
      missing: 1,
      out_of_protocol: 0,
      success: 3,
      failure: 1,
      error: 1,
    });
    const { source } = json(lab, "evidence_pkg/audit_input.json");
    expect(JSON.stringify(source)).toContain('"example"');
    expect(worldflux(lab, "audit verify evidence_pkg").status).toBe(0);
  });

  test("audit adapters lists it, and --detect asks it", () => {
    const { stdout } = worldflux(lab, "audit adapters --json");
    const { adapters, broken } = JSON.parse(stdout);
    expect(adapters).toContainEqual({
      name: "example",
      from: "worldflux-adapter-example 1.0.0",
      role: "trials",
      shapes: [{ id: "E1", description: "an object with trials and success_rate" }],
    });
    expect(broken).toEqual([]);
    const detected = worldflux(lab, "audit adapters --detect trials.json");
    expect(detected.stdout).toContain("yes  example E1  trials.json has trials and success_rate");
  });

  test.each(["./author", "author/index.mjs"])("--adapter %s", (path) => {
    const output = `evidence_${path.replaceAll(/\W/g, "_")}`;
    const run = worldflux(lab, `${auditRun("example", output)} --adapter ${path}`);
    expect(run.status, run.stderr).toBe(0);
    expect(existsSync(join(lab, output, "evidence.json"))).toBe(true);
  });

  /** A folder in the lab with an adapter of its own, nearer than the one that is installed. */
  function withAdapter(name: string, change: (code: string) => string, folder = "other"): string {
    const at = join(lab, folder);
    onTestFinished(() => rmSync(at, { recursive: true, force: true }));
    const nearer = join(at, "node_modules", `worldflux-adapter-${name}`);
    mkdirSync(nearer, { recursive: true });
    cpSync(join(lab, "claim_pkg"), join(at, "claim_pkg"), { recursive: true });
    cpSync(join(lab, "trials.json"), join(at, "trials.json"));
    const manifest = {
      name: `worldflux-adapter-${name}`,
      version: "2.0.0",
      exports: "./index.mjs",
    };
    writeFileSync(join(nearer, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(nearer, "index.mjs"), change(text(example, "index.mjs")));
    return at;
  }

  test("an adapter for another api says what to do", () => {
    const cwd = withAdapter("example", (code) => code.replace("api: 1", "api: 2"));
    const run = worldflux(cwd, auditRun("example"));
    expect(run.status).toBe(2);
    expect(run.stderr).toBe(
      "error: worldflux-adapter-example 2.0.0 was written for api 2; this version of WorldFlux takes api 1 [WF_ADAPTER_INVALID]\n" +
        "\nhint: update WorldFlux, or install a version of the adapter for api 1\n",
    );
    expect(existsSync(join(cwd, "evidence_pkg"))).toBe(false);
    const { broken, adapters } = JSON.parse(worldflux(cwd, "audit adapters --json").stdout);
    expect(broken).toEqual([
      {
        name: "example",
        from: "worldflux-adapter-example",
        problem: expect.stringMatching("api 2"),
      },
    ]);
    expect(adapters.map(({ name }: { name: string }) => name)).not.toContain("example");
  });

  test("its readings are held to the contract", () => {
    const cwd = withAdapter("example", (code) => code.replace('? "error"', '? "broken"'));
    const run = worldflux(cwd, auditRun("example"));
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("adapter example, episode 3: /outcome");
    expect(run.stderr).toContain("WF_DOCUMENT_INVALID");
  });

  test("one that breaks is named, without a stack", () => {
    const cwd = withAdapter("example", (code) => code.replace("open(input);", "open(inputs);"));
    const run = worldflux(cwd, auditRun("example"));
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(
      "worldflux-adapter-example 2.0.0 failed on trials.json: ReferenceError: inputs is not defined",
    );
    expect(run.stderr).not.toContain("    at ");
  });

  test("an adapter that lies beside the data is not loaded", () => {
    const plant = 'import { writeFileSync } from "node:fs";\nwriteFileSync("planted", "");\n';
    const data = withAdapter(
      "planted",
      (code) => plant + code.replace("example", "planted"),
      "data",
    );
    const line = auditRun("planted", "evidence_planted").replace("trials", "data/trials");

    const run = worldflux(lab, line);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("WF_ADAPTER_UNKNOWN");
    const { stdout } = worldflux(lab, "audit adapters --detect data --json");
    expect(stdout).not.toContain("planted");
    expect(existsSync(join(lab, "planted"))).toBe(false);

    // It would have been: for somebody who stands in the data, it is the project's own.
    expect(worldflux(data, auditRun("planted")).status).toBe(0);
    expect(existsSync(join(data, "planted"))).toBe(true);
  });
});

/** Runs the command that is installed in the lab. */
function worldflux(cwd: string, line: string): Run {
  const lab = existsSync(join(cwd, "package.json")) ? cwd : dirname(cwd);
  const bin = join(lab, "node_modules/@worldflux/cli/bin/worldflux.js");
  return start(process.execPath, [bin, ...line.split(" ")], cwd);
}

// `npm test` tells its children which project they are in; this is another one.
const outside = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
);

function start(program: string, args: readonly string[], cwd: string): Run {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32" && program !== process.execPath,
    env: { ...outside, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  return { status, stdout, stderr };
}

function done(program: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = start(program, args, cwd);
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stdout}${stderr}`);
}

function pack(folder: string, tarballs: string, ...args: string[]): void {
  const pnpm = join(root, "node_modules/.bin/pnpm");
  const into = ["--pack-destination", tarballs, "--pack-gzip-level", "0"];
  // Some packages ask to be handled by npm alone, whose own pack fails on installed folders.
  done(
    pnpm,
    ["--pm-on-fail=ignore", "--config.ignore-scripts=true", ...args, "pack", ...into],
    folder,
  );
}

/** Folders of everything that the packages need and that is not ours, as it is installed here. */
function foreignPackages(): string[] {
  const found = new Set<string>();
  const visit = (folder: string) => {
    for (const name of Object.keys(json(folder, "package.json").dependencies ?? {})) {
      if (name.startsWith("@worldflux/")) continue;
      // With a path behind it, a name such as punycode is not taken for Node's own module.
      const { resolve } = createRequire(join(folder, "package.json"));
      const lookup = resolve.paths(`${name}/package.json`) ?? [];
      const at = lookup.map((modules) => join(modules, name)).find((path) => existsSync(path));
      if (at === undefined) throw new Error(`${name} is not installed`);
      const real = realpathSync(at);
      if (found.has(real)) continue;
      found.add(real);
      visit(real);
    }
  };
  for (const name of readdirSync(join(root, "packages"))) visit(join(root, "packages", name));
  return [...found];
}

/** `claim_pkg/` for the trials of the example: two tasks, five trials. */
function claimFor(cwd: string): void {
  const create = worldflux(cwd, "claim create --template lerobot-libero --output claim_pkg");
  if (create.status !== 0) throw new Error(create.stderr);
  const path = join(cwd, "claim_pkg/protocol.json");
  const protocol = json(path);
  protocol.benchmark.task_list = ["stack_blocks", "open_drawer"];
  protocol.execution.episodes_per_task = 3;
  writeFileSync(path, JSON.stringify(protocol));
}
