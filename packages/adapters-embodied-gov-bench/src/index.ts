import {
  type Adapter,
  adapterApi,
  type Detection,
  detectBy,
  type Input,
} from "@worldflux/adapter-kit";
import { bridgeShapes, detectBridge, readBridge } from "@worldflux/adapters-bridge";
import { WorldFluxError } from "@worldflux/schema";
import { refusalOf } from "./raw.ts";
import { governanceRules } from "./rules.ts";

/** Reads EmbodiedGovBench evaluations that were written in the bridge format. */
export const embodiedGovBench: Adapter = {
  api: adapterApi,
  name: "embodied-gov-bench",
  role: "governance_episodes",
  shapes: bridgeShapes,
  detect: (input) => detectBy(() => detect(input)),
  read(input, options) {
    try {
      return readBridge(input, options, governanceRules);
    } catch (error) {
      const foreign = error instanceof WorldFluxError && error.code === "WF_SHAPE_UNKNOWN";
      throw foreign ? refusalOf(input) : error;
    }
  },
};

/** A bridge file of any other evaluation has no governance in it. */
function detect(input: Input): Detection {
  const found = detectBridge(input);
  if (found.shape === null) return found;
  const governed = input.files.some((file) =>
    /"(?:outcome_is|governance)"\s*:/.test(new TextDecoder().decode(file.head())),
  );
  return governed
    ? { shape: found.shape, why: `${found.why}, with governance verdicts` }
    : { shape: null, why: `${found.why}, but neither outcome_is nor governance` };
}
