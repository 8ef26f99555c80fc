import type { Adapter, SourceRead } from "@worldflux/adapter-kit";
import type { Comparison } from "@worldflux/adapters-run-folder";
import { deriveEvidence, normalizeReading } from "@worldflux/evidence";
import { type Claim, type Protocol, type Reading, WorldFluxError } from "@worldflux/schema";

/**
 * Holds a reading against claim and protocol the way `audit run` would, without keeping the evidence:
 * how many episodes are planned, missing and outside.
 */
export function compareWith(claim: Claim, protocol: Protocol) {
  return (adapter: Adapter, reading: Reading, files: readonly SourceRead[]): Comparison => {
    try {
      const sources = files.map(({ path: _, ...file }) => ({ role: adapter.role, ...file }));
      const { auditInput } = normalizeReading(adapter.name, reading, sources);
      const { denominators: d } = deriveEvidence(claim, protocol, auditInput);
      const policy = protocol.execution.denominator_policy ?? null;
      return { planned: d.planned, missing: d.missing, outOfProtocol: d.out_of_protocol, policy };
    } catch (error) {
      if (!(error instanceof WorldFluxError)) throw error;
      return { problem: error.message, hint: error.hint };
    }
  };
}
