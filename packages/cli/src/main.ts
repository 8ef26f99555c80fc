import { run } from "./run.ts";

// A reader that stops early (`worldflux ... | head`) is not an error, and changes no exit code.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2));
