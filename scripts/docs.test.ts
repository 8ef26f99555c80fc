import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const pages = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...readdirSync("docs", { recursive: true, encoding: "utf8" }).map((name) => join("docs", name)),
  ...readdirSync("packages").map((name) => join("packages", name, "README.md")),
].filter((path) => path.endsWith(".md") && existsSync(path));

const text = (path: string) => readFileSync(path, "utf8");

/** Code blocks of a language, without those that a comment says are not run here. */
function blocks(path: string, language: string): string[] {
  const pattern = new RegExp(
    `(<!-- not run here: .+? -->\\n)?\`\`\`${language}\\n([\\s\\S]*?)\`\`\``,
    "g",
  );
  return [...text(path).matchAll(pattern)].flatMap(([, skip, code]) =>
    skip === undefined && code !== undefined ? [code] : [],
  );
}

function node(file: string, args: string[], cwd: string) {
  return spawnSync(process.execPath, [file, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

const guides = pages.filter(
  (path) => !path.startsWith("packages") && blocks(path, "bash").length > 0,
);

test.each(guides)("the commands in %s run", (path) => {
  const cwd = mkdtempSync(join(tmpdir(), "worldflux-docs-"));
  try {
    cpSync("examples", join(cwd, "examples"), { recursive: true });
    const commands = blocks(path, "bash").flatMap((block) =>
      block
        .replaceAll("\\\n", " ")
        .split("\n")
        .filter((line) => line.trim() !== ""),
    );
    let printed = "";
    for (const command of commands) {
      const words = command.trim().split(/\s+/);
      expect(words.slice(0, 2), command).toEqual(["npx", "worldflux"]);
      const { status, stdout, stderr } = node(
        resolve("packages/cli/bin/worldflux.js"),
        words.slice(2),
        cwd,
      );
      expect(stderr, command).toBe("");
      expect(status, command).toBe(0);
      printed += stdout;
    }
    for (const output of blocks(path, "text")) expect(printed).toContain(output);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});

describe("the example in each package's README", () => {
  test.each(readdirSync("packages"))("%s prints what its comments say", (name) => {
    const [code, ...more] = blocks(`packages/${name}/README.md`, "js");
    expect(code, "one ```js block").toBeDefined();
    expect(more).toEqual([]);
    const file = resolve(`packages/${name}/dist/readme-example.mjs`);
    writeFileSync(file, code ?? "");
    const { stdout, stderr } = node(file, [], dirname(file));
    rmSync(file);
    expect(stderr).toBe("");
    const printed = stdout.trimEnd().split("\n");
    const promised = (code ?? "").split("\n").map((line) => line.replace(/^\s*\/\/ /, ""));
    for (const line of printed) expect(promised).toContain(line);
    expect(printed).not.toEqual([""]);
  });
});

test.each(pages)("links in %s lead somewhere", (path) => {
  const links = [...text(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
    (m) => m[1] ?? "",
  );
  expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
});
