// Preloaded into the command: counts its writing calls, and kills the process before the n-th.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const at = Number(process.env.KILL_AT);
let calls = 0;

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
    if (writes && ++calls === at) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
}
syncBuiltinESMExports();
process.on("exit", () => fs.writeFileSync(process.env.KILL_COUNT, String(calls)));
