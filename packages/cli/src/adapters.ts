import type { Adapter } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

/** The adapters that come with the CLI, loaded when named. */
const loaders: Readonly<Record<string, () => Promise<Adapter>>> = {
  lerobot: async () => (await import("@worldflux/adapters-lerobot")).lerobot,
};

/** Names for `audit run <source>`. */
export const adapterNames = Object.keys(loaders);

/**
 * Loads an adapter by name.
 *
 * @throws WorldFluxError WF_ADAPTER_UNKNOWN
 */
export async function loadAdapter(name: string): Promise<Adapter> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load !== undefined) return load();
  throw new WorldFluxError("WF_ADAPTER_UNKNOWN", `there is no adapter named ${name}`, {
    hint: `use one of: ${adapterNames.join(", ")}`,
  });
}
