import { type Adapter, adapterApi, detectBy } from "@worldflux/adapter-kit";
import { checkMapping } from "./check-mapping.ts";
import { detect } from "./detect.ts";
import type { Mapping } from "./mapping.ts";
import { read } from "./read.ts";

export { Mapping } from "./mapping.ts";
export { parseMapping } from "./parse-mapping.ts";

/**
 * An adapter for one home-made file format: JSON Lines, JSON, CSV or TSV with one row an episode.
 * It is never found by looking at a file; the user asks for it with a mapping.
 *
 * @throws WorldFluxError WF_MAPPING_INVALID for a mapping that says too little or contradicts itself
 */
export function mapped(mapping: Mapping): Adapter {
  const checked = checkMapping(mapping, "the mapping");
  return {
    api: adapterApi,
    name: "mapped",
    role: "results",
    shapes: [
      { id: "jsonl", description: "one JSON object a line, one line an episode" },
      { id: "json", description: "a JSON document with a list or an object of rows" },
      { id: "csv", description: "comma-separated with a header, one row an episode" },
      { id: "tsv", description: "tab-separated with a header, one row an episode" },
    ],
    detect: (input) => detectBy(() => detect(input, checked)),
    read: (input, options) => read(input, checked, options),
  };
}
