import { generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import * as z from "zod";
import { readCertificate } from "../sigstore/read-certificate.ts";
import { askForJson, badAnswer, hostOf, type ServiceLimits } from "./ask-service.ts";
import type { IdentityToken } from "./identity-token.ts";

/** A key for one signature, and the certificate that says whose it is. */
export interface CertifiedKey {
  /** The certificate in DER. */
  readonly certificate: Uint8Array;
  /** The same in PEM, as the log wants it. */
  readonly certificatePem: string;
  /** Whom it names: an e-mail address or a URI. */
  readonly name: string;
  /** Who vouched for the name. Of a token that passes on another's login, it is the other. */
  readonly issuer: string;
  /** ECDSA P-256 with SHA-256, DER. */
  sign(data: Uint8Array): Uint8Array;
}

const Answer = z.looseObject({
  signedCertificateEmbeddedSct: z.looseObject({
    chain: z.looseObject({
      certificates: z
        .array(z.string().max(16 * 1024))
        .min(1)
        .max(10),
    }),
  }),
});

const SECONDS = 1000;
/** How far the authority's clock may differ from this one's. */
const MAX_SKEW = 5 * 60 * SECONDS;

/**
 * Makes a key that is used once and never stored, and asks Fulcio (v2) for a certificate for it.
 *
 * @throws WorldFluxError as `askService`; WF_SERVICE_ANSWER when the certificate is for another key or
 * another address, or is not valid now
 */
export async function certifyNewKey(
  identity: IdentityToken,
  {
    url,
    now,
    limits,
  }: {
    readonly url: string;
    readonly now: Date;
    readonly limits?: ServiceLimits | undefined;
  },
): Promise<CertifiedKey> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const service = "the certificate authority";
  const answer = await askForJson({
    service,
    url: `${url.replace(/\/$/, "")}/api/v2/signingCert`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      credentials: { oidcIdentityToken: identity.token },
      publicKeyRequest: {
        publicKey: {
          algorithm: "ECDSA",
          content: publicKey.export({ format: "pem", type: "spki" }),
        },
        proofOfPossession: sign("sha256", Buffer.from(identity.subject), privateKey).toString(
          "base64",
        ),
      },
    }),
    limits,
  });
  const refuse = (how: string) => badAnswer(`${service} at ${hostOf(url)}`, how);
  const certificate = certificateIn(Answer.safeParse(answer).data);
  if (certificate === null) throw refuse("with something that is no certificate");
  const spki = { format: "der", type: "spki" } as const;
  if (!certificate.publicKey.export(spki).equals(publicKey.export(spki))) {
    throw refuse("with a certificate for another key");
  }
  const named = identityIn(certificate.raw);
  if (named === null) throw refuse("with a certificate that names nobody");
  if (identity.email !== undefined && named.san !== identity.email) {
    throw refuse("with a certificate for another address");
  }
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (!(from - MAX_SKEW <= now.getTime() && now.getTime() < until + MAX_SKEW)) {
    throw refuse("with a certificate that is not valid now");
  }
  return {
    certificate: certificate.raw,
    certificatePem: certificate.toString(),
    name: named.san,
    issuer: named.issuer,
    sign: (data) => sign("sha256", data, { key: privateKey, dsaEncoding: "der" }),
  };
}

function certificateIn(answer: z.infer<typeof Answer> | undefined): X509Certificate | null {
  const [pem = ""] = answer?.signedCertificateEmbeddedSct.chain.certificates ?? [];
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** Whom a certificate names; null when it cannot be read as one that Fulcio makes. */
function identityIn(certificate: Uint8Array) {
  try {
    return readCertificate(certificate).identity;
  } catch {
    return null;
  }
}
