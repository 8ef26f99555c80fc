import { library } from "../../tsup.base.ts";

// Two entries, so that whoever verifies loads nothing that asks services.
export default library({ entry: ["src/index.ts", "src/keyless/index.ts"] });
