// `npm test`: installs, builds, and runs every test. Arguments go to vitest.
import { build } from "./build.mjs";
import { run, setup } from "./setup.mjs";

setup();
build();
run("vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  "--outputFile.json=test-results.json",
  ...process.argv.slice(2),
]);
