import { library } from "../../tsup.base.ts";

export default library({
  // One folder a way in; what both use is built once.
  entry: { index: "src/index.ts", "self-test/index": "src/self-test/index.ts" },
});
