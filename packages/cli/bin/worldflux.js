#!/usr/bin/env node
// The argument parser asks for the current folder while it loads, which fails if that is gone.
try {
  process.cwd();
} catch {
  process.stderr.write("error: the folder that you are in was deleted [WF_INPUT_NOT_FOUND]\n");
  process.stderr.write("\nhint: change to a folder that exists\n");
  process.exit(2);
}
await import("../dist/main.js");
