import { type Adapter, adapterApi, type Input } from "@worldflux/adapter-kit";
import { bridgeHint, bridgeShapes, detectBridge, readBridge } from "@worldflux/adapters-bridge";
import { openpi } from "@worldflux/adapters-openpi";
import { type Reading, WorldFluxError } from "@worldflux/schema";

/**
 * Reads evaluations of pi-0.7, of which no result format is public: the bridge format, or the log
 * of openpi's LIBERO client. Anything else is refused with WF_FORMAT_NOT_PUBLIC.
 */
export const pi: Adapter = {
  api: adapterApi,
  name: "pi-0.7",
  role: "episodes",
  shapes: [...bridgeShapes, ...openpi.shapes],
  detect: (input) => {
    const inBridge = detectBridge(input);
    if (inBridge.shape !== null) return inBridge;
    const inOpenpi = openpi.detect(input);
    if (inOpenpi.shape !== null) return inOpenpi;
    return { shape: null, why: `pi-0.7 has no public result format, and ${inOpenpi.why}` };
  },
  read: async (input, options) => {
    if (detectBridge(input).shape !== null) return withUnprovenPolicy(readBridge(input, options));
    if (openpi.detect(input).shape !== null) {
      return withUnprovenPolicy(await openpi.read(input, options));
    }
    throw notPublic(input);
  },
};

function withUnprovenPolicy(reading: Reading): Reading {
  const note = {
    code: "policy_unproven",
    detail: "nothing in the file proves that the policy was pi-0.7; that is the word of its owner",
  };
  return { ...reading, notes: [...reading.notes, note] };
}

function notPublic(input: Input): WorldFluxError {
  return new WorldFluxError(
    "WF_FORMAT_NOT_PUBLIC",
    `pi-0.7 has no public result format; ${openpi.detect(input).why}`,
    { hint: `${bridgeHint}; the log of openpi's LIBERO client is read too` },
  );
}
