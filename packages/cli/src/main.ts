import { run } from "./run.ts";

// A reader that stops early (`worldflux ... | head`) is not an error, and changes no exit code.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

// A promise that is never settled ends Node without a word: an adapter of somebody else may do so.
let finished = false;
process.on("exit", (code) => {
  if (finished || code === 1) return;
  process.stderr.write("error: the work stopped in the middle without an end [WF_INTERNAL]\n");
  process.stderr.write("hint: with an adapter that is not ours, report it to its author\n");
  process.exitCode = 1;
});

process.exitCode = await run(process.argv.slice(2));
finished = true;
