import { ulid } from "ulid";
import * as z from "zod";

const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

function id<P extends string>(prefix: P, of: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_${ULID}$`), `expected ${prefix}_ and a ULID (26 characters)`)
    .meta({ description: `Id of ${of}: ${prefix}_ and a ULID.` });
}

/** `clm_` and a ULID. */
export const ClaimId = id("clm", "a claim");
/** `prt_` and a ULID. */
export const ProtocolId = id("prt", "a protocol");
/** `evd_` and a ULID. */
export const PackageId = id("evd", "an evidence package");

/** What an id names: a claim, a protocol, an evidence package. */
export type IdPrefix = "clm" | "prt" | "evd";

/** Mints a new id: the prefix and a ULID of this moment. Not reproducible, by intent. */
export function newId(prefix: IdPrefix, now: number = Date.now()): string {
  return `${prefix}_${ulid(now)}`;
}
