import { library } from "../../tsup.base.ts";

export default library({
  entry: ["src/main.ts", "src/run.ts", "src/signature-worker.ts"],
  // Bundled: yargs halves the cost of `worldflux --help`, and the CLI loads no other package for it.
  noExternal: ["yargs", "@worldflux/schema/edit-distance"],
  sourcemap: false,
  esbuildOptions(options) {
    options.alias = { "string-width": "./shims/string-width.ts" };
  },
});
