import { WorldFluxError } from "@worldflux/schema";

/**
 * The address of a time-stamping authority, where one was given. Loads what asks it only then.
 *
 * @throws WorldFluxError WF_USAGE for one that is neither https nor on this machine
 */
export async function timestampAddress(url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return undefined;
  const { isServiceUrl } = await import("@worldflux/signing/keyless");
  if (isServiceUrl(url)) return url;
  throw new WorldFluxError("WF_USAGE", "--timestamp-url is neither https nor on this machine", {
    hint: "give the authority's address, such as https://timestamp.sigstore.dev/api/v1/timestamp",
  });
}

/** The bundle with the authority's time stamp over its signature. Uses the network. */
export async function timeStamped(bundle: Uint8Array, url: string): Promise<Uint8Array> {
  const { withTimestamp } = await import("@worldflux/signing/keyless");
  return withTimestamp(bundle, { url, now: new Date() });
}
