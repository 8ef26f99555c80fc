import {
  canonicalBytes,
  decodeUtf8,
  Line,
  parseJson,
  printable,
  WorldFluxError,
} from "@worldflux/schema";
import * as z from "zod";
import { KeyId } from "./bundle.ts";
import { readPemBlocks } from "./pem.ts";
import { firstProblem } from "./problem.ts";
import { type PublicKey, readPublicKey, SigningAlgorithm } from "./public-key.ts";

const Time = z.iso.datetime().refine((text) => Number.isFinite(Date.parse(text)));
const schemaVersion = "worldflux.trusted_signers.v1";

const Subject = Line.max(200).refine((text) => printable(text) === text, {
  error: "holds characters that cannot be seen",
});

/** Refuses a validity that ends before it starts. */
const bounded = <S extends z.ZodType<{ valid_from: string; valid_until: string | null }>>(
  entry: S,
) =>
  entry.refine(
    (e) => e.valid_until === null || Date.parse(e.valid_from) < Date.parse(e.valid_until),
    { path: ["valid_until"], error: "is not after valid_from" },
  );

/** One signer that a reader trusts, by key. */
const TrustedSignerEntry = bounded(
  z.strictObject({
    key_id: KeyId,
    algorithm: SigningAlgorithm,
    public_key_pem: z.string().min(1).max(4096),
    subject: Subject,
    valid_from: Time,
    valid_until: Time.nullable(),
    revoked_at: Time.nullable(),
  }),
);

/** An authority whose time stamps a reader believes. */
const TimestampAuthorityEntry = bounded(
  z.strictObject({
    subject: Subject,
    /** The certificate that signs time stamps first, each next one that of its issuer, a root last. */
    certificate_chain_pem: z
      .string()
      .min(1)
      .max(64 * 1024),
    valid_from: Time,
    valid_until: Time.nullable(),
  }),
);

/** `--trusted-signer-config`: whose keys a reader trusts. It never comes out of a package. */
export const TrustedSignersConfig = z.strictObject({
  schema_version: z.literal(schemaVersion),
  /** True refuses every signature without a time stamp of a third party. */
  require_timestamp: z.boolean(),
  signers: z.array(TrustedSignerEntry).min(1).max(1000),
  /** Whose time stamps are believed; without any no time of signing is proven. */
  timestamp_authorities: z.array(TimestampAuthorityEntry).min(1).max(64).optional(),
});
export type TrustedSignersConfig = z.infer<typeof TrustedSignersConfig>;

/** A trusted signer with the key that was read from its entry. */
export interface TrustedSigner {
  readonly subject: string;
  readonly publicKey: PublicKey;
  /** ISO 8601, UTC, as are the others. */
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly revokedAt: string | null;
}

/** An authority with the certificates of its entry. */
export interface TimestampAuthority {
  readonly subject: string;
  /** DER, in the order of the entry; nothing about them was checked yet. */
  readonly certificates: readonly Uint8Array[];
  /** ISO 8601, UTC, as is the other. */
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** A configuration that was read and checked. */
export interface TrustedSigners {
  readonly requireTimestamp: boolean;
  readonly timestampAuthorities: readonly TimestampAuthority[];
  readonly byKeyId: ReadonlyMap<string, TrustedSigner>;
}

/** Largest configuration, in bytes. */
const MAX_CONFIG = 4 * 2 ** 20;

/**
 * Reads a trusted-signer configuration: strict JSON, no field unknown, every key id computed again
 * from its key, the algorithm held against the key, no key twice, no private key.
 *
 * @param source its name in messages
 * @throws WorldFluxError WF_DOCUMENT_INVALID, WF_KEY_REFUSED, WF_INPUT_TOO_LARGE or one of `parseJson`;
 * none quotes a value
 */
export function readTrustedSigners(bytes: Uint8Array, source: string): TrustedSigners {
  if (bytes.length > MAX_CONFIG) {
    throw new WorldFluxError("WF_INPUT_TOO_LARGE", `${source} has more than 4 MiB`);
  }
  const { value } = parseJson(decodeUtf8(bytes, source), { source, maxDepth: 8 });
  const config = TrustedSignersConfig.safeParse(value);
  if (!config.success) throw invalid(source, firstProblem(config.error));
  const byKeyId = new Map<string, TrustedSigner>();
  for (const [i, entry] of config.data.signers.entries()) {
    const place = `/signers/${i}`;
    const publicKey = readPublicKey(entry.public_key_pem, `${source} ${place}/public_key_pem`);
    if (publicKey.keyId !== entry.key_id) {
      throw invalid(source, `${place}/key_id: is not the id of this entry's key`);
    }
    if (publicKey.algorithm !== entry.algorithm) {
      throw invalid(source, `${place}/algorithm: the key is for ${publicKey.algorithm}`);
    }
    if (byKeyId.has(entry.key_id))
      throw invalid(source, `${place}/key_id: the key is listed twice`);
    byKeyId.set(entry.key_id, {
      subject: entry.subject,
      publicKey,
      validFrom: entry.valid_from,
      validUntil: entry.valid_until,
      revokedAt: entry.revoked_at,
    });
  }
  const authorities = config.data.timestamp_authorities ?? [];
  return {
    requireTimestamp: config.data.require_timestamp,
    timestampAuthorities: authorities.map((entry, i) => authorityOf(entry, i, source)),
    byKeyId,
  };
}

function authorityOf(
  entry: z.infer<typeof TimestampAuthorityEntry>,
  i: number,
  source: string,
): TimestampAuthority {
  const blocks = readPemBlocks(entry.certificate_chain_pem);
  if (blocks === null || !blocks.every(({ label }) => label === "CERTIFICATE")) {
    const place = `/timestamp_authorities/${i}/certificate_chain_pem`;
    throw invalid(source, `${place}: expected certificates in PEM and nothing else`);
  }
  return {
    subject: entry.subject,
    certificates: blocks.map(({ bytes }) => bytes),
    validFrom: entry.valid_from,
    validUntil: entry.valid_until,
  };
}

function invalid(source: string, problem: string): WorldFluxError {
  return new WorldFluxError("WF_DOCUMENT_INVALID", `${source}: ${problem}`, {
    hint: "`worldflux audit keygen` writes a configuration to start from",
  });
}

/**
 * The bytes of a configuration that trusts one key.
 *
 * @param validFrom ISO 8601, UTC
 * @throws WorldFluxError WF_DOCUMENT_INVALID for a subject or a time that it cannot hold
 */
export function trustedSignersFor(
  publicKey: PublicKey,
  { subject, validFrom }: { readonly subject: string; readonly validFrom: string },
): Uint8Array {
  const config: TrustedSignersConfig = {
    schema_version: schemaVersion,
    require_timestamp: false,
    signers: [
      {
        key_id: publicKey.keyId,
        algorithm: publicKey.algorithm,
        public_key_pem: publicKey.pem,
        subject,
        valid_from: validFrom,
        valid_until: null,
        revoked_at: null,
      },
    ],
  };
  const checked = TrustedSignersConfig.safeParse(config);
  if (!checked.success) throw invalid("the signer", firstProblem(checked.error));
  return canonicalBytes(checked.data);
}
