import type { Options } from "tsup";
import { library } from "../../tsup.base.ts";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

// @stdlib's inverse incomplete gamma traces its steps through `debug`, which needs
// node:tty and reads the environment. An empty one keeps the bundle pure and fit
// for browsers; the traces are the only thing lost.
const noDebug: Plugin = {
  name: "no-debug",
  setup(build) {
    build.onResolve({ filter: /^debug$/ }, () => ({ path: "debug", namespace: "no-debug" }));
    build.onLoad({ filter: /.*/, namespace: "no-debug" }, () => ({
      contents: "module.exports = () => () => {};",
    }));
  },
};

// @stdlib goes into dist/, so that the package installs without dependencies; see NOTICE.
export default library({ noExternal: [/^@stdlib\//], esbuildPlugins: [noDebug] });
