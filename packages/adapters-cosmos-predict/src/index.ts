import {
  type Adapter,
  adapterApi,
  type Input,
  quote,
  type ReadOptions,
} from "@worldflux/adapter-kit";
import {
  auditInputShape,
  detectAuditInput,
  readAuditInput,
  type SourceRule,
} from "@worldflux/adapters-audit-input";
import { bridgeHint, bridgeShapes, detectBridge, readBridge } from "@worldflux/adapters-bridge";
import { type Reading, WorldFluxError } from "@worldflux/schema";
import { refusalOf } from "./raw.ts";

/** Reads evaluations around cosmos-predict: a bridge file, or an audit input made from one. */
export const cosmosPredict: Adapter = {
  api: adapterApi,
  name: "cosmos-predict",
  role: "policy_episodes",
  shapes: [...bridgeShapes, auditInputShape],
  detect(input) {
    const bridge = detectBridge(input);
    return bridge.shape === null && detectAuditInput(input).shape !== null
      ? detectAuditInput(input)
      : bridge;
  },
  read(input, options) {
    try {
      return readEither(input, options);
    } catch (error) {
      const foreign = error instanceof WorldFluxError && error.code === "WF_SHAPE_UNKNOWN";
      throw foreign ? refusalOf(input) : error;
    }
  },
};

function readEither(input: Input, options: ReadOptions): Reading {
  return detectAuditInput(input).shape !== null && detectBridge(input).shape === null
    ? readAuditInput(input, options, fromBridge)
    : readBridge(input, options);
}

/** Adapters whose audit inputs are taken: those that read the bridge format for this evaluator. */
const takes: ReadonlySet<string> = new Set(["bridge", "cosmos-predict"]);

const fromBridge: SourceRule = ({ adapter, evaluator }, path) => {
  if (takes.has(adapter)) return;
  throw new WorldFluxError(
    "WF_RUNS_MIXED",
    `${path} is the audit input of another evaluator: it was read with the adapter ${quote(adapter)} (${quote(evaluator.name)})`,
    { hint: `read it with the adapter audit-input, or ${bridgeHint}` },
  );
};
