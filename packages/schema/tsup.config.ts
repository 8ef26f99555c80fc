import { library } from "../../tsup.base.ts";

export default library({
  entry: ["src/index.ts", "src/edit-distance.ts", "src/sha-node.ts", "src/sha-browser.ts"],
  external: ["#sha"], // which of the two, the conditions of package.json say
});
