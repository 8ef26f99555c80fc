import { library } from "../../tsup.base.ts";

export default library({
  // One folder a way in; what several use is built once.
  entry: {
    index: "src/index.ts",
    browser: "src/browser.ts",
    "self-test/index": "src/self-test/index.ts",
  },
});
