// `npm run bench`: times against what a user would have otherwise, as ratios within one run.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
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

console.log("\nHashing");
await benchHashing(join(root, "packages/verifier/dist/index.js"));

/** A package-like folder with one member of 1 GiB, read and held against its manifest, against openssl. */
async function benchHashing(verifier) {
  if (spawnSync("openssl", ["version"]).status !== 0)
    return console.log("skipped: no openssl here");
  const { readPackageFolder, verifyPackage } = await import(pathToFileURL(verifier));
  const at = mkdtempSync(join(tmpdir(), "worldflux-bench-hash-"));
  const member = join(at, "episode_results.jsonl");
  const piece = Buffer.alloc(2 ** 20, "x"); // no line: what follows the manifest's check ends at once
  const hash = createHash("sha256");
  const fd = openSync(member, "w");
  for (let i = 0; i < 1024; i++) {
    writeSync(fd, piece);
    hash.update(piece);
  }
  closeSync(fd);
  const listed = {
    path: "episode_results.jsonl",
    sha256: `sha256:${hash.digest("hex")}`,
    size_bytes: 2 ** 30,
    media_type: "application/jsonl",
    role: "episodes",
    visibility: "private",
  };
  const manifest = {
    schema_version: "worldflux.artifact_manifest.v0_draft",
    package_id: "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
    hash_algorithm: "sha256",
    members: [listed],
  };
  writeFileSync(join(at, "artifact_manifest.json"), JSON.stringify(manifest));
  const fastest = { openssl: Infinity, read: Infinity, both: Infinity };
  for (let round = 0; round < 5; round++) {
    let start = performance.now();
    spawnSync("openssl", ["dgst", "-sha256", member]);
    fastest.openssl = Math.min(fastest.openssl, performance.now() - start);
    start = performance.now();
    const files = readPackageFolder(at);
    fastest.read = Math.min(fastest.read, performance.now() - start);
    verifyPackage(files);
    fastest.both = Math.min(fastest.both, performance.now() - start);
  }
  const ratio = (ms) => (ms / fastest.openssl).toFixed(2).padStart(6);
  console.log(
    `  1.00 x  ${fastest.openssl.toFixed(0).padStart(5)} ms  openssl dgst -sha256, 1 GiB`,
  );
  console.log(
    `${ratio(fastest.read)} x  ${fastest.read.toFixed(0).padStart(5)} ms  the folder read and hashed`,
  );
  console.log(
    `${ratio(fastest.both)} x  ${fastest.both.toFixed(0).padStart(5)} ms  and held against the manifest (target: at most 1.3)`,
  );
  rmSync(at, { recursive: true });
}

function node(...args) {
  return spawnSync(process.execPath, args, { stdio: "ignore" });
}
