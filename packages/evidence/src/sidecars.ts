import { completenessOf } from "./completeness.ts";
import { mapRegime } from "./compliance/map-regime.ts";
import { regimeOf } from "./compliance/regimes.ts";
import { mlbomDocument } from "./mlbom/document.ts";
import { serializeMlbom } from "./mlbom/serialize.ts";
import type { PublicDocuments } from "./public-documents.ts";

/** Which sidecars a package is to have. */
export interface SidecarChoice {
  readonly mlbom: boolean;
  /** Ids of regimes, in any order; one that comes twice counts once. */
  readonly compliance: readonly string[];
  readonly completeness: boolean;
}

/**
 * Derives the public sidecars that were asked for, by path. Each is a function of the package's
 * public documents; the ML-BOM is also put through the CycloneDX library, which is loaded for it.
 *
 * @throws WorldFluxError WF_USAGE for a regime that is not known; TypeError when an ML-BOM is asked
 * for without provenance
 */
export async function sidecarsOf(
  documents: PublicDocuments,
  choice: SidecarChoice,
): Promise<Map<string, unknown>> {
  const regimes = [...new Set(choice.compliance)].map(regimeOf);
  const sidecars = new Map<string, unknown>();
  if (choice.mlbom) {
    const { provenance } = documents;
    if (provenance === undefined) throw new TypeError("an ML-BOM needs the provenance");
    const document = mlbomDocument({ ...documents, provenance });
    sidecars.set("mlbom.cdx.json", await serializeMlbom(document));
  }
  for (const regime of regimes) {
    sidecars.set(`compliance/${regime.id}.json`, mapRegime(regime, documents));
  }
  if (choice.completeness) sidecars.set("completeness.json", completenessOf(documents));
  return sidecars;
}
