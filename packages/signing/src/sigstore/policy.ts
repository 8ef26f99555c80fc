import { decodeUtf8, Line, parseJson, printable, WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { firstProblem } from "../problem.ts";
import { isGlob } from "./match-identity.ts";

/** Text that a reader compares with what a certificate says: visible ASCII, as certificates have it. */
const Visible = z.string().regex(/^[\x21-\x7e]{1,1000}$/, { error: "expected visible ASCII" });

/** Extensions that Fulcio writes, by object identifier; .7 holds a name and no text. */
const FulcioExtension = z.string().regex(/^1\.3\.6\.1\.4\.1\.57264\.1\.(?!7$)[1-9][0-9]?$/);

/** Whom a reader trusts: a name that one issuer vouches for. */
const TrustedIdentity = z.strictObject({
  /** The OIDC issuer, in full. */
  issuer: Visible,
  /** The subject's alternative name: exact, or with `*` for anything but a slash. */
  san: z.union([
    z.strictObject({ exact: Visible }),
    z.strictObject({ glob: Visible.refine(isGlob, { error: "may not start with *" }) }),
  ]),
  /** What the certificate says beside, exact, such as the repository of a workflow. */
  extensions: z.record(FulcioExtension, Line.max(1000)).optional(),
});

/** `--sigstore-policy-config`: whose certificates a reader trusts. It never comes out of a package. */
export const SigstorePolicyConfig = z.strictObject({
  schema_version: z.literal("worldflux.sigstore_policy.v1"),
  /** The keys of authorities and logs: a file beside this one, pinned, or the public-good instance's. */
  trust: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("file"),
      trusted_root: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/, {
        error: "expected the name of a file beside this one",
      }),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: "expected 64 hexadecimal digits" }),
    }),
    z.strictObject({ kind: z.literal("public-good") }),
  ]),
  /** A signer has to be one of these. */
  identities: z.array(TrustedIdentity).min(1).max(1000),
  /** How many different logs, certificate logs and vouchers for the time there have to be. */
  thresholds: z
    .strictObject({
      tlog: z.int().min(0).max(8),
      sct: z.int().min(0).max(8),
      /** Without a proven time nothing says whether the certificate was valid. */
      timestamps: z.int().min(1).max(8),
    })
    .default({ tlog: 1, sct: 1, timestamps: 1 }),
  /** How far ahead of the reader's clock a time may be. */
  max_clock_skew_seconds: z.int().min(0).max(3600).default(60),
});
export type SigstorePolicyConfig = z.infer<typeof SigstorePolicyConfig>;

/** Largest policy, in bytes. */
const MAX_POLICY = 4 * 2 ** 20;

/**
 * Reads a Sigstore policy: strict JSON, no unknown field, at least one identity, each with an issuer.
 *
 * @param source its name in messages
 * @throws WorldFluxError WF_DOCUMENT_INVALID, WF_INPUT_TOO_LARGE or one of `parseJson`; none quotes a value
 */
export function readSigstorePolicy(bytes: Uint8Array, source: string): SigstorePolicyConfig {
  if (bytes.length > MAX_POLICY) {
    throw new WorldFluxError("WF_INPUT_TOO_LARGE", `${source} has more than 4 MiB`);
  }
  const { value } = parseJson(decodeUtf8(bytes, source), { source, maxDepth: 8 });
  const policy = SigstorePolicyConfig.safeParse(value);
  if (policy.success) return policy.data;
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    `${printable(source)}: ${firstProblem(policy.error)}`,
    { hint: "docs/signing.md shows a policy to start from" },
  );
}
