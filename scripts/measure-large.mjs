// Time and memory of `audit run` and `audit verify` on a large bridge file.
// usage: node scripts/measure-large.mjs [episodes]
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const episodes = Number(process.argv[2] ?? 1_000_000);
const tasks = 1000;
const root = new URL("..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "worldflux-large-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const file = openSync(join(folder, "run.jsonl"), "w");
const header = {
  schema_version: "worldflux.bridge.v0_draft",
  evaluator: { name: "measure" },
  metric_contract: { success: "final_step", description: "Made by a script." },
};
let lines = [JSON.stringify(header)];
for (let i = 0; i < episodes; i++) {
  const success = (i * 2_654_435_761) % 2 ** 32 < 0.86 * 2 ** 32;
  lines.push(`{"task":"task ${i % tasks}","index":${Math.floor(i / tasks)},"success":${success}}`);
  if (lines.length < 10_000) continue;
  writeSync(file, `${lines.join("\n")}\n`);
  lines = [];
}
if (lines.length > 0) writeSync(file, `${lines.join("\n")}\n`);
closeSync(file);
console.log(`${episodes} episodes, ${mebibytes(statSync(join(folder, "run.jsonl")).size)} MiB`);

const probe = join(folder, "probe.mjs");
writeFileSync(
  probe,
  `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${JSON.stringify(join(folder, "rss"))}, String(process.resourceUsage().maxRSS)));`,
);
run(
  "claim",
  "create",
  "--template",
  "custom",
  "--source",
  "bridge",
  "--from",
  "run.jsonl",
  "--output",
  "c",
);
run(
  "audit",
  "run",
  "bridge",
  "--from",
  "run.jsonl",
  "--claim",
  "c/claim.json",
  "--protocol",
  "c/protocol.json",
  "--output",
  "e",
);
run("audit", "verify", "e");

function run(...args) {
  const start = performance.now();
  const bin = join(root, "packages/cli/bin/worldflux.js");
  const { status, stderr } = spawnSync(process.execPath, ["--import", probe, bin, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const peak = mebibytes(Number(readFileSync(join(folder, "rss"), "utf8")) * 1024);
  console.log(
    `${args.slice(0, 2).join(" ").padEnd(14)} ${seconds} s, peak ${peak} MiB${status === 0 ? "" : `, exit ${status}: ${stderr.slice(0, 300)}`}`,
  );
}

function mebibytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}
