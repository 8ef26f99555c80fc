import { ComplianceRegime, WorldFluxError } from "@worldflux/schema";
import annex4 from "../../data/compliance/eu-ai-act-annex4.json" with { type: "json" };
import annex8 from "../../data/compliance/eu-ai-act-annex8.json" with { type: "json" };
import nist from "../../data/compliance/nist-ai-rmf.json" with { type: "json" };

/** The data files. A regime more is a file more, named here. */
const files: readonly { readonly id: string }[] = [annex4, annex8, nist];

/** Ids of the regimes that a package can be mapped to. */
export const regimeIds: readonly string[] = files.map(({ id }) => id);

/** The data file of a regime; undefined for one that is not known here. */
export function findRegime(id: string): ComplianceRegime | undefined {
  const file = files.find((regime) => regime.id === id);
  return file === undefined ? undefined : ComplianceRegime.parse(file);
}

/**
 * The data file of a regime that somebody asks for.
 *
 * @throws WorldFluxError WF_USAGE that lists the known ids
 */
export function regimeOf(id: string): ComplianceRegime {
  const regime = findRegime(id);
  if (regime !== undefined) return regime;
  throw new WorldFluxError("WF_USAGE", `--compliance: no regime is called ${id}`, {
    hint: `use one of ${regimeIds.join(", ")}`,
  });
}
