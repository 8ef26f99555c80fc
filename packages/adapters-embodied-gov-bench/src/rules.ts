import { quote } from "@worldflux/adapter-kit";
import type { BridgeRules } from "@worldflux/adapters-bridge";
import { WorldFluxError } from "@worldflux/schema";
import { dimensions } from "./dimensions.ts";

/**
 * What this benchmark asks of a bridge file: the header says which of the two booleans is the
 * outcome, each episode names one of the seven dimensions, and something was really run.
 */
export const governanceRules: BridgeRules = {
  header({ outcome_is, asserted }, where) {
    refuseMock(asserted?.["robot_backend"], where);
    if (outcome_is) return;
    throw new WorldFluxError(
      "WF_SUCCESS_UNDECLARED",
      `${where}: the header has no outcome_is, and a task's success and a governance verdict are two things`,
      { hint: "write outcome_is in the header: task_success or governance_verdict" },
    );
  },
  episode({ governance, metadata }, where) {
    refuseMock(metadata?.["robot_backend"], where);
    const names: readonly string[] = dimensions;
    if (governance && names.includes(governance.dimension)) return;
    throw new WorldFluxError(
      "WF_EPISODES_INCONSISTENT",
      `${where}: governance.dimension is ${quote(governance?.dimension)}, which is none of the seven`,
      { hint: `write one of ${dimensions.join(", ")}` },
    );
  },
};

function refuseMock(backend: unknown, where: string): void {
  if (typeof backend !== "string" || backend.trim().toLowerCase() !== "mock") return;
  throw new WorldFluxError(
    "WF_NO_EPISODES",
    `${where}: robot_backend is mock: nothing was run on a robot or in a simulator`,
    { hint: "run the scenarios on a robot or in a simulator, and hand in that run" },
  );
}
