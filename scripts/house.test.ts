import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Runs a development tool; its output is the failure's message. */
function tool(command: string, ...args: string[]) {
  const path = `${process.cwd()}/node_modules/.bin:${process.env["PATH"]}`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, PATH: path, NO_COLOR: "1" },
  });
  return { ok: status === 0, output: status === 0 ? "" : `${stdout}${stderr}` };
}

test.each([
  ["formatted and linted", "biome", ["ci", "--colors=off", "."]],
  ["well typed", "tsc", ["-p", "."]],
  ["free of unused files, exports and dependencies", "knip", []],
])("the code is %s", (_, command, args) => {
  expect(tool(command, ...args)).toEqual({ ok: true, output: "" });
});
