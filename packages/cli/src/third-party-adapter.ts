import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Adapter, adapterApi, isObject, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { firstLine, guardAdapter } from "./guard-adapter.ts";
import { packageEntry, readManifest } from "./package-entry.ts";

/** An adapter that somebody else wrote, held to the contract, with where it came from. */
export interface ThirdPartyAdapter extends Adapter {
  readonly origin: {
    /** null for a file or folder without a `package.json` that says so. */
    readonly package: string | null;
    readonly version: string | null;
    /** The file that was loaded; a path of this machine, not for publishing. */
    readonly path: string;
  };
}

/**
 * Loads the adapter of `--adapter <path>`: a JavaScript file, or the folder of a package.
 *
 * @param path relative to the folder that the user stands in
 * @param wanted the name that the user typed, if any
 * @throws WorldFluxError WF_INPUT_NOT_FOUND or WF_ADAPTER_INVALID
 */
export async function loadAdapterFrom(path: string, wanted?: string): Promise<ThirdPartyAdapter> {
  const full = resolve(path);
  if (isFolder(full, path)) return loadFolder(full, wanted, path);
  return load(full, { package: null, version: null, path: full }, path, wanted);
}

/**
 * Loads the adapter of a package.
 *
 * @param shown the folder as the user typed it, for messages
 * @throws WorldFluxError WF_ADAPTER_INVALID
 */
export async function loadFolder(
  folder: string,
  wanted?: string,
  shown?: string,
): Promise<ThirdPartyAdapter> {
  const { name, version } = readManifest(folder);
  const label = [name ?? shown ?? folder, version].filter((part) => part !== null).join(" ");
  const entry = packageEntry(folder);
  if (entry === undefined) {
    throw invalid(`${label}: the package has no entry point`, {
      hint: 'its package.json needs "exports": "./index.mjs", naming the file of the adapter',
    });
  }
  return load(entry, { package: name, version, path: entry }, label, wanted);
}

async function load(
  file: string,
  origin: ThirdPartyAdapter["origin"],
  label: string,
  wanted: string | undefined,
): Promise<ThirdPartyAdapter> {
  const exported = await importFile(file, label);
  const adapter = checkAdapter(exported["adapter"] ?? exported["default"], label, wanted);
  return { ...guardAdapter(adapter, label), origin };
}

async function importFile(file: string, label: string): Promise<Record<string, unknown>> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (cause) {
    const why = firstLine(cause);
    const missing = /Cannot find package '([^']+)'/.exec(why)?.[1];
    throw invalid(`${label} cannot be loaded: ${why}`, {
      hint: missing === undefined ? `see the whole error: node ${file}` : `npm install ${missing}`,
      cause,
    });
  }
}

/** An adapter of this version's contract. The contract's version comes first: the rest may differ. */
function checkAdapter(value: unknown, label: string, wanted: string | undefined): Adapter {
  if (!isObject(value)) {
    throw invalid(`${label} exports no adapter`, {
      hint: "export the adapter as `adapter`, or as the default export",
    });
  }
  const { api, name, role, shapes } = value;
  if (api !== adapterApi) throw wrongApi(label, api);
  const wrong = [
    matches(name, /^[a-z0-9][a-z0-9._-]{0,63}$/) ? "" : "`name` is no lower-case name",
    matches(role, /^[a-z][a-z0-9_]{0,63}$/) ? "" : "`role` is no lower_case name",
    areShapes(shapes) ? "" : "`shapes` is no list of shapes with `id` and `description`",
    typeof value["detect"] === "function" ? "" : "`detect` is no function",
    typeof value["read"] === "function" ? "" : "`read` is no function",
  ].filter((problem) => problem !== "");
  if (wrong.length > 0) {
    throw invalid(`${label} is no adapter: ${wrong.join("; ")}`, {
      hint: "run adapterConformance of @worldflux/adapter-kit/conformance over it",
    });
  }
  // Its functions and fields were looked at just above; what they do is guarded where they are called.
  const adapter = value as unknown as Adapter;
  if (wanted === undefined || adapter.name === wanted) return adapter;
  throw invalid(`${label} holds the adapter ${adapter.name}, not ${wanted}`, {
    hint: `type worldflux audit run ${adapter.name}, with --adapter and the path of the package`,
  });
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function areShapes(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (shape) =>
        isObject(shape) &&
        matches(shape["id"], /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/) &&
        typeof shape["description"] === "string",
    )
  );
}

function wrongApi(label: string, api: unknown): WorldFluxError {
  const newer = typeof api === "number" && api > adapterApi;
  const has = api === undefined ? "does not say its api" : `was written for api ${quote(api)}`;
  return invalid(`${label} ${has}; this version of WorldFlux takes api ${adapterApi}`, {
    hint: newer
      ? `update WorldFlux, or install a version of the adapter for api ${adapterApi}`
      : `install a version of the adapter for api ${adapterApi}, or ask its author for one`,
  });
}

function isFolder(full: string, shown: string): boolean {
  try {
    return statSync(full).isDirectory();
  } catch (cause) {
    throw new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no file or folder ${shown}`, {
      hint: "check the path; it is relative to the folder that you are in",
      cause,
    });
  }
}

function invalid(message: string, options: { hint: string; cause?: unknown }): WorldFluxError {
  return new WorldFluxError("WF_ADAPTER_INVALID", message, options);
}
