// `npm run bench`: times against what a user would have otherwise, as ratios within one run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run, setup } from "./setup.mjs";

setup();
run("pnpm", ["-r", "build"]);

const bin = join(root, "packages/cli/bin/worldflux.js");
const folder = mkdtempSync(join(tmpdir(), "worldflux-bench-"));
const empty = join(folder, "empty.cjs");
const pkg = join(folder, "pkg");
writeFileSync(empty, "");
const sample = join(root, "examples/lerobot-libero/eval_info.json");
const claim = join(folder, "claim");
node(bin, "claim", "create", "--template", "lerobot-libero", "--output", claim);
const files = ["--claim", `${claim}/claim.json`, "--protocol", `${claim}/protocol.json`];
node(bin, "audit", "run", "lerobot", "--from", sample, ...files, "--output", pkg);
if (!existsSync(pkg)) throw new Error("the package to be timed was not made");

const cases = {
  "node, an empty file": [empty],
  "worldflux --help (target: at most 1.6)": [bin, "--help"],
  "worldflux evidence inspect, 400 episodes": [bin, "evidence", "inspect", pkg],
  "worldflux audit verify, 400 episodes": [bin, "audit", "verify", pkg],
};
const best = Object.fromEntries(Object.keys(cases).map((name) => [name, Number.POSITIVE_INFINITY]));
for (let round = 0; round < 20; round++) {
  for (const [name, args] of Object.entries(cases)) {
    const start = performance.now();
    node(...args);
    best[name] = Math.min(best[name], performance.now() - start);
  }
}
const base = best["node, an empty file"];
for (const [name, ms] of Object.entries(best)) {
  console.log(`${(ms / base).toFixed(2).padStart(6)} x  ${ms.toFixed(0).padStart(5)} ms  ${name}`);
}
rmSync(folder, { recursive: true });

console.log("\nStatistics");
for (const name of ["rates", "sequential"]) {
  run(process.execPath, [join(root, `packages/stats/bench/${name}.mjs`)], { shell: false });
}

function node(...args) {
  return spawnSync(process.execPath, args, { stdio: "ignore" });
}
