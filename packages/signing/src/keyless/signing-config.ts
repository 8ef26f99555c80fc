import { checkDocument, decodeUtf8, parseJson, WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { isServiceUrl } from "./service-url.ts";

const Service = z.looseObject({
  url: z.string().refine(isServiceUrl, {
    error: "expected https, or http on this machine, without a user name",
  }),
  majorApiVersion: z.int().min(1),
  validFor: z
    .looseObject({ start: z.iso.datetime().optional(), end: z.iso.datetime().optional() })
    .optional(),
});
type Service = z.infer<typeof Service>;

const Selection = z.looseObject({ selector: z.literal("ANY") });

/** Sigstore's SigningConfig v0.2: the services that a signer asks. Unknown fields are kept. */
export const SigningConfig = z.looseObject({
  mediaType: z.literal("application/vnd.dev.sigstore.signingconfig.v0.2+json"),
  caUrls: z.array(Service).max(100).default([]),
  oidcUrls: z.array(Service).max(100).default([]),
  rekorTlogUrls: z.array(Service).max(100).default([]),
  rekorTlogConfig: Selection.optional(),
  tsaUrls: z.array(Service).max(100).default([]),
  tsaConfig: Selection.optional(),
});

/** Sigstore's ClientTrustConfig: trusted root and signing config in one file. */
const ClientTrustConfig = z.looseObject({
  mediaType: z.literal("application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"),
  signingConfig: SigningConfig,
  trustedRoot: z.looseObject({}),
});

/** The services that one signature asks. */
export interface SigningServices {
  readonly certificateAuthority: string;
  /** The issuer of the browser login; undefined when the configuration names none. */
  readonly issuer: string | undefined;
  readonly log: { readonly url: string; readonly version: 1 | 2 };
  /** Undefined when no time stamps are asked for. */
  readonly timestamps: string | undefined;
  /** The keys of these services, if they are known: `trusted_root.json` or those of the public-good deployment. */
  readonly keys?: DeploymentKeys | undefined;
}

/** Where the keys of a deployment are. */
export type DeploymentKeys =
  | { readonly kind: "public-good" }
  | { readonly kind: "file"; readonly trustedRoot: Uint8Array; readonly source: string };

/** Largest configuration, in bytes. */
const MAX_CONFIG = 256 * 1024;

/**
 * Picks the services of a configuration: of those that are in use at `now` the one with the highest
 * version that is spoken here, and of these the newest.
 *
 * @param bytes a SigningConfig v0.2, or a ClientTrustConfig, whose trusted root becomes `keys`
 * @throws WorldFluxError WF_DOCUMENT_INVALID, also when a service is missing or of a newer version
 */
export function readSigningServices(bytes: Uint8Array, source: string, now: Date): SigningServices {
  if (bytes.length > MAX_CONFIG) {
    throw new WorldFluxError("WF_INPUT_TOO_LARGE", `${source} has more than 256 KiB`);
  }
  const { value } = parseJson(decodeUtf8(bytes, source), { source, maxDepth: 16 });
  const isTrust = z.looseObject({ signingConfig: z.unknown() }).safeParse(value).success;
  if (isTrust) {
    const { signingConfig, trustedRoot } = checkDocument(ClientTrustConfig, value, source);
    const bytes = new TextEncoder().encode(JSON.stringify(trustedRoot));
    const keys = { kind: "file", trustedRoot: bytes, source } as const;
    return { ...servicesOf(signingConfig, source, now), keys };
  }
  return servicesOf(checkDocument(SigningConfig, value, source), source, now);
}

function servicesOf(
  config: z.infer<typeof SigningConfig>,
  source: string,
  now: Date,
): SigningServices {
  const authority = pick(config.caUrls, 1, now);
  if (authority === undefined) throw missing(source, "caUrls", "a certificate authority");
  const log = pick(config.rekorTlogUrls, 2, now);
  if (log === undefined) throw missing(source, "rekorTlogUrls", "a transparency log");
  const timestamps = config.tsaConfig === undefined ? undefined : pick(config.tsaUrls, 1, now);
  if (config.tsaConfig !== undefined && timestamps === undefined) {
    throw missing(source, "tsaUrls", "a time-stamping authority");
  }
  const version = log.majorApiVersion === 1 ? 1 : 2;
  if (version === 2 && timestamps === undefined) {
    throw new WorldFluxError(
      "WF_DOCUMENT_INVALID",
      `${source}: /tsaUrls: a log of version 2 vouches for no time, and no time stamps are asked for`,
      { hint: "name a time-stamping authority in tsaUrls, and ANY in tsaConfig" },
    );
  }
  return {
    certificateAuthority: authority.url,
    issuer: pick(config.oidcUrls, 1, now)?.url,
    log: { url: log.url, version },
    timestamps: timestamps?.url,
  };
}

function pick(services: readonly Service[], highest: number, now: Date): Service | undefined {
  const at = now.getTime();
  const start = ({ validFor }: Service) => (validFor?.start ? Date.parse(validFor.start) : 0);
  const inUse = ({ validFor }: Service) => !(validFor?.end && Date.parse(validFor.end) <= at);
  return services
    .filter((service) => service.majorApiVersion <= highest)
    .filter((service) => start(service) <= at && inUse(service))
    .toSorted((a, b) => b.majorApiVersion - a.majorApiVersion || start(b) - start(a))[0];
}

function missing(source: string, field: string, what: string): WorldFluxError {
  return new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    `${source}: /${field}: names no service in use now that is spoken here, for ${what}`,
    { hint: "get the deployment's current signing configuration" },
  );
}
