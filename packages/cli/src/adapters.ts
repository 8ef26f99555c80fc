import type { Adapter } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { closest } from "./options.ts";

interface BuiltIn {
  readonly package: string;
  load(): Promise<Adapter>;
}

/** The adapters that come with the CLI, loaded when named. */
const builtIn: Readonly<Record<string, BuiltIn>> = {
  lerobot: {
    package: "@worldflux/adapters-lerobot",
    load: async () => (await import("@worldflux/adapters-lerobot")).lerobot,
  },
  openpi: {
    package: "@worldflux/adapters-openpi",
    load: async () => (await import("@worldflux/adapters-openpi")).openpi,
  },
  lbm_eval: {
    package: "@worldflux/adapters-lbm-eval",
    load: async () => (await import("@worldflux/adapters-lbm-eval")).lbmEval,
  },
  "vla-eval": {
    package: "@worldflux/adapters-vla-eval",
    load: async () => (await import("@worldflux/adapters-vla-eval")).vlaEval,
  },
  "gr00t-n1.7": {
    package: "@worldflux/adapters-gr00t",
    load: async () => (await import("@worldflux/adapters-gr00t")).gr00t,
  },
  "pi-0.7": {
    package: "@worldflux/adapters-pi",
    load: async () => (await import("@worldflux/adapters-pi")).pi,
  },
  "embodied-gov-bench": {
    package: "@worldflux/adapters-embodied-gov-bench",
    load: async () => (await import("@worldflux/adapters-embodied-gov-bench")).embodiedGovBench,
  },
  "cosmos-predict": {
    package: "@worldflux/adapters-cosmos-predict",
    load: async () => (await import("@worldflux/adapters-cosmos-predict")).cosmosPredict,
  },
  bridge: {
    package: "@worldflux/adapters-bridge",
    load: async () => (await import("@worldflux/adapters-bridge")).bridge,
  },
  "audit-input": {
    package: "@worldflux/adapters-audit-input",
    load: async () => (await import("@worldflux/adapters-audit-input")).auditInput,
  },
};

/** What looks through a whole run folder: no source of `audit run`, but it has the others at hand. */
export function loadRunFolder() {
  return import("@worldflux/adapters-run-folder");
}

/** Source that is built from `--map`. */
const MAPPED = "mapped";

/** Names for `audit run <source>` that need nothing to be installed. */
export const adapterNames = [...Object.keys(builtIn), MAPPED];

/** An adapter, and which package of which version it comes from. */
export interface LoadedAdapter {
  readonly adapter: Adapter;
  /** Ours by name alone: its version is that of the installation. Null for a bare file. */
  readonly package: string | null;
  readonly version?: string | null;
}

/** Which adapter, in the words of the command line. */
export interface AdapterChoice {
  readonly source: string;
  /** `--adapter`: a file or package folder to load the adapter from. */
  readonly adapter?: string | undefined;
  /** `--map`: columns of a home-made file, or a file that lists them. */
  readonly map?: string | undefined;
}

/**
 * Loads an adapter: one of ours, from `--adapter`, or a package `worldflux-adapter-<name>` installed
 * in the project that the user stands in.
 *
 * @throws WorldFluxError WF_ADAPTER_UNKNOWN, WF_ADAPTER_INVALID, WF_MAPPING_INVALID or WF_USAGE
 */
export async function loadAdapter(choice: AdapterChoice): Promise<LoadedAdapter> {
  const { source, adapter, map } = choice;
  if (map !== undefined && source !== MAPPED) {
    throw new WorldFluxError("WF_USAGE", `--map does not go with the source ${source}`, {
      hint: `type \`${MAPPED}\` as the source to read home-made files by their columns`,
    });
  }
  if (adapter !== undefined && adapterNames.includes(source)) {
    throw new WorldFluxError("WF_USAGE", `${source} is an adapter of ours, and --adapter another`, {
      hint: "leave out --adapter, or type the name that the other adapter gives itself",
    });
  }
  if (source === MAPPED)
    return { adapter: await mapped(map), package: "@worldflux/adapters-mapped" };
  const ours = Object.hasOwn(builtIn, source) ? builtIn[source] : undefined;
  if (ours !== undefined) return { adapter: await ours.load(), package: ours.package };
  const found = await thirdParty(choice);
  if (found !== undefined) {
    const { package: name, version } = found.origin;
    return { adapter: found, package: name, version };
  }
  const meant = closest(source, adapterNames);
  throw new WorldFluxError("WF_ADAPTER_UNKNOWN", `there is no adapter named ${source}`, {
    hint: `${meant === undefined ? "" : `did you mean ${meant}? `}known are ${adapterNames.join(", ")}; others are packages worldflux-adapter-<name>, or --adapter <path>`,
  });
}

async function thirdParty({ source, adapter }: AdapterChoice) {
  const { findThirdParty, loadAdapterFrom } = await import("./find-adapter.ts");
  return adapter === undefined
    ? findThirdParty(source, process.cwd())
    : loadAdapterFrom(adapter, source);
}

/** Every adapter that can recognise files by itself. */
export async function recognisers(): Promise<Adapter[]> {
  return Promise.all(Object.values(builtIn).map(({ load }) => load()));
}

/**
 * An adapter for the columns that `--map` declares.
 *
 * @throws WorldFluxError WF_USAGE without a mapping, WF_MAPPING_INVALID
 */
export async function mapped(map: string | undefined): Promise<Adapter> {
  if (map === undefined) {
    throw new WorldFluxError("WF_USAGE", "which columns mean what is not said", {
      hint: "add --map task=<column>,success=<column>, or --map <file>; see docs/adapters/mapped.md",
    });
  }
  const [{ mapped, parseMapping }, { readMapping }] = await Promise.all([
    import("@worldflux/adapters-mapped"),
    import("./read-mapping.ts"),
  ]);
  return mapped(readMapping(map, parseMapping));
}
