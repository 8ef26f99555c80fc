import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isObject, type JsonObject } from "@worldflux/adapter-kit";

/** What a `package.json` says that matters here. */
export interface PackageManifest {
  readonly name: string | null;
  readonly version: string | null;
  readonly exports: unknown;
}

/** Reads the `package.json` of a folder; one that is absent or broken says nothing. */
export function readManifest(folder: string): PackageManifest {
  const { name, version, exports } = parsed(join(folder, "package.json"));
  const text = (value: unknown) => (typeof value === "string" ? value.slice(0, 214) : null);
  return { name: text(name), version: text(version), exports };
}

/**
 * The file that `import "<package>"` would load; undefined when there is none. Node offers this for
 * a package that is seen from our own folder only (`import.meta.resolve`), or with the conditions
 * of `require` (`createRequire`), which a package for `import` alone does not meet.
 */
export function packageEntry(folder: string): string | undefined {
  const { exports } = readManifest(folder);
  if (exports !== undefined && exports !== null) {
    const target = entryTarget(exports);
    return target === undefined ? undefined : join(folder, target);
  }
  try {
    // For a path, this goes by `main` and by index.js, and does not load anything.
    return createRequire(import.meta.url).resolve(folder);
  } catch {
    return undefined;
  }
}

/** The target of `.` in `exports`, by the conditions that Node sets for `import`. */
function entryTarget(exports: unknown): string | undefined {
  const main = isObject(exports) && Object.hasOwn(exports, ".") ? exports["."] : exports;
  return conditionalTarget(main);
}

const conditions = new Set(["node", "import", "module-sync", "default"]);

function conditionalTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target.startsWith("./") ? target : undefined;
  if (Array.isArray(target)) return firstOf(target);
  if (!isObject(target)) return undefined;
  return firstOf(Object.keys(target).flatMap((key) => (conditions.has(key) ? [target[key]] : [])));
}

function firstOf(targets: readonly unknown[]): string | undefined {
  for (const target of targets) {
    const found = conditionalTarget(target);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parsed(path: string): JsonObject {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
