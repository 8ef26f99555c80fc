// `npm run quickstart`: installs, builds, and turns the bundled sample into an evidence package.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root, run, setup } from "./setup.mjs";

setup();
build();

const folder = join(root, "quickstart");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const sample = "../examples/lerobot-libero/eval_info.json";

worldflux("claim create --template lerobot-libero --output claim_pkg");
worldflux(
  `audit run lerobot --from ${sample} --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg`,
);
worldflux("audit verify evidence_pkg");

console.log(`
The package lies in quickstart/evidence_pkg. Look at it:
  npx worldflux evidence inspect quickstart/evidence_pkg
  cat quickstart/evidence_pkg/evidence.md`);

function worldflux(line) {
  console.log(`\n$ worldflux ${line}`);
  run(process.execPath, [join(root, "packages/cli/bin/worldflux.js"), ...line.split(" ")], {
    cwd: folder,
    shell: false,
  });
}
