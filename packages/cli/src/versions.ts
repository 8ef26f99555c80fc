import { createRequire } from "node:module";
import manifest from "../package.json" with { type: "json" };

/** Where the adapter of a run comes from. */
interface Origin {
  readonly package: string | null;
  /** Given for packages that are not ours. */
  readonly version?: string | null;
}

/** Version of every package that takes part in a run, by name. */
export function packageVersions(adapter?: Origin): Record<string, string> {
  const require = createRequire(import.meta.url);
  const names = Object.keys(manifest.dependencies).filter(
    (name) => !name.startsWith("@worldflux/adapters-") || name === adapter?.package,
  );
  const versions = names.map((name): [string, string] => {
    const { version } = require(`${name}/package.json`) as { version: string };
    return [name, version];
  });
  const foreign =
    adapter?.version === undefined || adapter.package === null
      ? []
      : [[adapter.package, adapter.version ?? "unknown"] as const];
  return Object.fromEntries([[manifest.name, manifest.version], ...versions, ...foreign]);
}
