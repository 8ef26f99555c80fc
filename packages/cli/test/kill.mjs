// Preloaded into the command: counts its writing calls, keeps the folder as it is before each of them, and
// kills the process before the n-th.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

const at = Number(process.env.KILL_AT);
const kept = process.env.KEEP_IN;
const { cpSync, writeFileSync } = fs;
let calls = 0;
let keeping = false;

for (const name of [
  "mkdirSync",
  "openSync",
  "writeSync",
  "fsyncSync",
  "closeSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    const writes = name !== "openSync" || /w|a/.test(String(args[1]));
    if (writes && !keeping) {
      if (++calls === at) process.kill(process.pid, "SIGKILL");
      if (kept !== undefined) {
        keeping = true; // copying writes too
        cpSync(".", join(kept, String(calls)), { recursive: true });
        keeping = false;
      }
    }
    return real(...args);
  };
}
syncBuiltinESMExports();
process.on("exit", () => writeFileSync(process.env.KILL_COUNT, String(calls)));
