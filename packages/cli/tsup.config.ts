import { library } from "../../tsup.base.ts";

export default library({
  entry: ["src/main.ts", "src/run.ts", "src/signature-worker.ts"],
  noExternal: ["yargs"], // bundled: halves the cost of `worldflux --help`
  sourcemap: false,
  esbuildOptions(options) {
    options.alias = { "string-width": "./shims/string-width.ts" };
  },
});
