import { fileURLToPath } from "node:url";
import { type BuildResult, build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What an entry becomes for a browser: every import taken in, nothing left out, nothing put in its place. */
export interface Bundle {
  readonly code: string;
  /** Files that came in, from the root of the repository. */
  readonly inputs: readonly string[];
}

/**
 * Bundles code that imports our packages as a page would; a `node:` import anywhere is an error.
 *
 * @param conditions `@worldflux/source` reads the packages' sources, none what was built of them
 */
export async function browserBundle(
  entry: { readonly file: string } | { readonly code: string },
  conditions: readonly string[] = [],
): Promise<Bundle> {
  const result: BuildResult<{ metafile: true; write: false }> = await build({
    ...("file" in entry
      ? { entryPoints: [entry.file] }
      : {
          stdin: { contents: entry.code, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
        }),
    absWorkingDir: root,
    bundle: true,
    conditions: [...conditions],
    format: "iife",
    logLevel: "silent",
    metafile: true,
    minify: true,
    platform: "browser",
    write: false,
  });
  const warnings = result.warnings.map(({ text }) => text);
  if (warnings.length > 0) throw new Error(`the bundler warns: ${warnings.join("; ")}`);
  const code = result.outputFiles[0]?.text ?? "";
  return { code, inputs: Object.keys(result.metafile.inputs) };
}
