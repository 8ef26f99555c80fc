import { readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { WorldFluxError } from "@worldflux/schema";
import { readManifest } from "./package-entry.ts";
import { loadFolder, type ThirdPartyAdapter } from "./third-party-adapter.ts";

export { loadAdapterFrom, type ThirdPartyAdapter } from "./third-party-adapter.ts";

/** A package that offers an adapter, with what came of loading it. */
export interface ThirdPartyListing {
  /** What a user types: `worldflux audit run <name>`. */
  readonly name: string;
  /** Such as `worldflux-adapter-example` or `@lab/worldflux-adapter-example`. */
  readonly package: string;
  readonly version: string | null;
  /** Where the package lies; a path of this machine, not for publishing. */
  readonly folder: string;
  /** undefined when it cannot be used. */
  readonly adapter: ThirdPartyAdapter | undefined;
  /** Why it cannot be used. */
  readonly problem: WorldFluxError | undefined;
}

/**
 * Finds an adapter that somebody else published, as `worldflux-adapter-<name>` with or without a
 * scope, in the `node_modules` of a folder and of those above it. Of one package the nearest copy
 * counts. The folder of the data is never looked at: a data set must not bring code along.
 *
 * @param from the folder that the user stands in
 * @returns undefined when no package has that name
 * @throws WorldFluxError WF_ADAPTER_INVALID for two packages of the name, or one that is no adapter
 */
export async function findThirdParty(
  name: string,
  from: string,
): Promise<ThirdPartyAdapter | undefined> {
  const found = adapterPackages(from).filter((each) => each.name === name);
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second === undefined) return loadFolder(first.folder, name);
  const names = found.map((each) => each.package).join(" and ");
  throw new WorldFluxError("WF_ADAPTER_INVALID", `${names} both offer an adapter ${name}`, {
    hint: `name the one that you mean: --adapter ${relative(resolve(from), first.folder)}`,
  });
}

/** Every adapter that `findThirdParty` could find, loaded; one that is broken says why. */
export async function listThirdParty(from: string): Promise<readonly ThirdPartyListing[]> {
  return Promise.all(
    adapterPackages(from).map(async (each) => {
      const { version } = readManifest(each.folder);
      try {
        const adapter = await loadFolder(each.folder, each.name);
        return { ...each, version, adapter, problem: undefined };
      } catch (problem) {
        if (!(problem instanceof WorldFluxError)) throw problem;
        return { ...each, version, adapter: undefined, problem };
      }
    }),
  );
}

interface AdapterPackage {
  readonly name: string;
  readonly package: string;
  readonly folder: string;
}

/**
 * Folders are listed and their names matched. No path is ever built from what the user typed, so
 * a name cannot lead anywhere else.
 */
function adapterPackages(from: string): AdapterPackage[] {
  const found = new Map<string, AdapterPackage>();
  for (const modules of moduleFolders(from)) {
    const scopes = entries(modules).filter((entry) => entry.startsWith("@"));
    for (const scope of ["", ...scopes]) {
      for (const entry of entries(join(modules, scope))) {
        const name = /^worldflux-adapter-([a-z0-9][a-z0-9._-]{0,63})$/.exec(entry)?.[1];
        const id = scope === "" ? entry : `${scope}/${entry}`;
        if (name === undefined || found.has(id)) continue;
        found.set(id, { name, package: id, folder: join(modules, scope, entry) });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.package < b.package ? -1 : 1));
}

/** `node_modules` here and in every folder above, nearest first, as Node looks for packages. */
function* moduleFolders(from: string): Generator<string> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (basename(folder) !== "node_modules") yield join(folder, "node_modules");
    if (folder === dirname(folder)) return;
  }
}

/** Names in a folder; none if there is no such folder, or it may not be looked into. */
function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
