import {
  completenessOf,
  findRegime,
  mapRegime,
  mlbomDocument,
  type PublicDocuments,
} from "@worldflux/evidence";
import { type AuditProvenance, type ComplianceMap, documentDigest } from "@worldflux/schema";
import { type Check, fail, notEvaluated, pass } from "./check.ts";
import { describeDifference, firstDifference } from "./difference.ts";
import type { Documents, Sidecars } from "./documents.ts";
import { forgetful, type Memory } from "./memory.ts";

const id = "recompute.sidecars";

/**
 * The ML-BOM, the compliance maps and the completeness list must be what the package's public
 * documents give. A compliance map made with another data file than ours cannot be recomputed whole:
 * its facts, statuses and counts must hold all the same, and then it is not evaluated, not passed.
 */
export function checkSidecars(
  documents: Documents,
  sidecars: Sidecars,
  memory: Memory = forgetful,
): Check {
  const ours = [...sidecars].filter(([path]) => rederive(path) !== undefined);
  if (ours.length === 0) return notEvaluated(id, "the package has no sidecars that are recomputed");
  const {
    "claim.json": claim,
    "protocol.json": protocol,
    "evidence.json": evidence,
    "audit_input.json": auditInput,
    "audit_provenance.json": provenance,
  } = documents;
  if (!claim || !protocol || !evidence || !auditInput || !provenance) {
    return notEvaluated(id, "a public member could not be read");
  }
  const sources = { claim, protocol, evidence, auditInput, provenance };
  const problems: string[] = [];
  const open: string[] = [];
  for (const [path, sidecar] of ours) {
    // What a sidecar is derived from is an object, and so is every sidecar's document.
    const of = [claim, protocol, evidence, auditInput, provenance, sidecar as object];
    const again = memory(path, of, () => expectedSidecar(path, sources, sidecar));
    const difference = firstDifference(again?.expected, sidecar);
    if (difference) problems.push(describeDifference(path, difference, "the package gives"));
    else if (again?.open !== undefined) open.push(`${path}: ${again.open}`);
  }
  if (problems.length > 0) return fail(id, ...problems);
  if (open.length > 0) return notEvaluated(id, open.join("; "));
  return pass(id, `${ours.map(([path]) => path).join(", ")} follow from the public members`);
}

type Sources = PublicDocuments & { readonly provenance: AuditProvenance };

interface Rederived {
  readonly expected: object;
  /** Why the sidecar is not recomputed whole; absent when it is. */
  readonly open?: string;
}

/** What a sidecar has to be, derived from the public members; undefined for one that is not derived. */
export function expectedSidecar(
  path: string,
  sources: Sources,
  sidecar: unknown,
): Rederived | undefined {
  return rederive(path)?.(sources, sidecar);
}

function rederive(path: string): ((sources: Sources, sidecar: unknown) => Rederived) | undefined {
  if (path === "mlbom.cdx.json") return (sources) => ({ expected: mlbomDocument(sources) });
  if (path === "completeness.json") return (sources) => ({ expected: completenessOf(sources) });
  const regime = /^compliance\/(.+)\.json$/.exec(path)?.[1];
  if (regime === undefined) return undefined;
  // The schema of a compliance map was checked when it was read.
  return (sources, sidecar) => remap(regime, sources, sidecar as ComplianceMap);
}

function remap(id: string, sources: Sources, map: ComplianceMap): Rederived {
  const regime = findRegime(id);
  const { as_of, sha256, title, source } = map.regime;
  if (regime !== undefined && as_of === regime.as_of && sha256 === documentDigest(regime)) {
    return { expected: mapRegime(regime, sources) };
  }
  const { disclaimer, statuses } = map;
  const items = map.items.map(({ facts, ...item }) => ({
    ...item,
    from: facts.map((f) => f.fact),
  }));
  const stated = { id, title, as_of, source, disclaimer, statuses, items };
  const expected = mapRegime(stated, sources);
  return {
    expected: { ...expected, regime: { ...expected.regime, sha256 } },
    open:
      regime === undefined
        ? "its facts hold, but this version does not know the regime"
        : `its facts hold, but its data file (${as_of}) is not ours (${regime.as_of}), by day or by digest`,
  };
}
