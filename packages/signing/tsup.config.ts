import { libraryForBrowsers } from "../../tsup.base.ts";

export default libraryForBrowsers({
  entry: [
    "src/index.ts",
    "src/keyless/index.ts", // of its own: whoever verifies loads nothing that asks services
    "src/verifier-of-node.ts",
    "src/verifier-of-browser.ts",
  ],
  external: ["#verifier-of"], // which of the two, the conditions of package.json say
});
