// Builds every package, unless what they are built from and what was built are as they were the last time.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, run } from "./setup.mjs";

const stamp = join(root, "node_modules", ".worldflux-build");
const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));

export function build() {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint()) return;
  run("pnpm", ["-r", "build"]);
  writeFileSync(stamp, fingerprint());
}

/** The content of what is built from, and which files were built when: a build by hand is seen too. */
function fingerprint() {
  const hash = createHash("sha256");
  const add = (path, what) => hash.update(JSON.stringify([relative(root, path), what]));
  const configuration = ["pnpm-lock.yaml", "tsconfig.base.json", "tsconfig.build.json"];
  for (const name of [...configuration, "tsup.base.ts"]) {
    add(join(root, name), readFileSync(join(root, name), "base64"));
  }
  for (const folder of packages) {
    const notBuiltFrom = ["node_modules", "dist", "test", "generated", "fixtures"];
    for (const path of filesIn(folder, notBuiltFrom)) add(path, readFileSync(path, "base64"));
    for (const path of filesIn(join(folder, "dist"))) {
      const { size, mtimeMs } = statSync(path);
      add(path, [size, mtimeMs]);
    }
  }
  return hash.digest("hex");
}

/** Every file in a folder but those in subfolders of some names, in a fixed order. */
function filesIn(folder, without = []) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !without.includes(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path, without) : [path];
    });
}
