import { createRequire } from "node:module";
import manifest from "../package.json" with { type: "json" };

/** Version of every WorldFlux package that takes part in a run, by name. */
export function packageVersions(adapter?: string): Record<string, string> {
  const require = createRequire(import.meta.url);
  const names = Object.keys(manifest.dependencies).filter(
    (name) => !name.startsWith("@worldflux/adapters-") || name === `@worldflux/adapters-${adapter}`,
  );
  const versions = names.map((name): [string, string] => {
    const { version } = require(`${name}/package.json`) as { version: string };
    return [name, version];
  });
  return Object.fromEntries([[manifest.name, manifest.version], ...versions]);
}
