import type { Options } from "tsup";
import { library } from "../../tsup.base.ts";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

// What @stdlib pulls in besides arithmetic. Without it the bundle reads no environment, needs
// no node: module, generates no code, and so runs in a browser under a strict policy as well.
const replacements: Readonly<Record<string, string>> = {
  // Traces of the inverse incomplete gamma function; wants node:tty and process.env.
  debug: "module.exports = () => () => {};",
  // Finds out by eval() what every supported engine has.
  "@stdlib/assert-has-generator-support": "module.exports = () => true;",
  // new Function() in a polynomial factory that nothing here calls.
  "@stdlib/function-ctor":
    'module.exports = () => { throw new Error("code generation was left out of this bundle"); };',
};

const onlyArithmetic: Plugin = {
  name: "only-arithmetic",
  setup(build) {
    build.onResolve({ filter: /^(debug|@stdlib\/[a-z-]+)$/ }, ({ path }) =>
      path in replacements ? { path, namespace: "only-arithmetic" } : null,
    );
    build.onLoad({ filter: /.*/, namespace: "only-arithmetic" }, ({ path }) => ({
      contents: replacements[path] ?? "",
    }));
  },
};

// @stdlib goes into dist/, so that the package installs without dependencies; see NOTICE.
export default library({ noExternal: [/^@stdlib\//], esbuildPlugins: [onlyArithmetic] });
