import { ulid } from "ulid";
import * as z from "zod";
import { sha } from "#sha";
import { fromHex, toHex } from "./hex.ts";

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

/** RFC 9562's namespace for names that are URLs. */
const URL_NAMESPACE = "6ba7b8119dad11d180b400c04fd430c8";

/**
 * The UUID (version 5) of an evidence package, for formats that want one: the name is
 * `https://worldflux.ai/packages/<package id>` in the URL namespace. Lower-case, with dashes.
 */
export function packageUuid(packageId: string): string {
  const name = new TextEncoder().encode(`https://worldflux.ai/packages/${packageId}`);
  const hash = sha.sha1(Uint8Array.of(...fromHex(URL_NAMESPACE), ...name));
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(toHex(hash));
  return (parts ?? []).slice(1).join("-");
}
