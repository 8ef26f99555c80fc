// Runs command lines one after another in one process that keeps what it has loaded.
import { run } from "../dist/run.js";

let printed = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"]) {
  process[name].write = (chunk, encoding, done) => {
    printed[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    (typeof encoding === "function" ? encoding : done)?.();
    return true;
  };
}

process.on("message", async ({ cwd, args, env }) => {
  // What is printed between two runs belongs to none, and is told with the next.
  const before = printed.stdout + printed.stderr;
  printed = { stdout: "", stderr: "" };
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  const status = await run(args);
  process.chdir(import.meta.dirname);
  process.send({ before, status, ...printed });
  printed = { stdout: "", stderr: "" };
});
process.on("disconnect", () => process.exit());
