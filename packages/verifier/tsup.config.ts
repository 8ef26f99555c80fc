import { libraryForBrowsers } from "../../tsup.base.ts";

export default libraryForBrowsers({
  // One folder a way in; what several use is built once.
  entry: {
    index: "src/index.ts",
    "self-test/index": "src/self-test/index.ts",
  },
});
