import { createPublicKey, verify } from "node:crypto";
import { type Answer, json, type Request, refusal, textAt } from "./answer.ts";
import { type Authority, newAuthority } from "./authority.ts";
import { extension, extensions, newSerial, pem, toBeSigned } from "./certificate.ts";
import type { CtLog } from "./ct-log.ts";
import { utf8String } from "./der.ts";
import type { Faults } from "./faults.ts";
import type { Claims } from "./jwt.ts";
import { newKeyPair } from "./key-pair.ts";

const MINUTES = 60_000;

/** Everything that Fulcio asks of others. */
export interface FulcioParts {
  readonly authority: Authority;
  readonly ctLog: CtLog;
  readonly faults: Faults;
  /** The claims of a genuine token, null for any other. */
  readonly readToken: (token: string) => Claims | null;
  readonly issuer: string;
  readonly now: (service: "fulcio" | "ct-log") => Date;
}

/** `POST /api/v2/signingCert`: a certificate for ten minutes, for whom the token says. */
export function signingCertificate(parts: FulcioParts, request: Request): Answer {
  const body = json(request.body);
  const claims = parts.readToken(textAt(body, "credentials", "oidcIdentityToken"));
  if (claims === null) return refusal(401, 16, "There was an error processing the identity token");
  const refused = tokenProblem(claims, parts);
  if (refused !== null) return refusal(401, 16, refused);
  const name = nameIn(claims);
  if (name === null) return refusal(400, 3, "the token names nobody");

  const key = publicKeyOf(textAt(body, "publicKeyRequest", "publicKey", "content"));
  if (key === null) return refusal(400, 3, "The public key supplied in the request is invalid");
  const proof = Buffer.from(textAt(body, "publicKeyRequest", "proofOfPossession"), "base64");
  const subject = typeof claims["email"] === "string" ? claims["email"] : String(claims["sub"]);
  const proven = verify("sha256", Buffer.from(subject), key, proof);
  if (!proven || parts.faults.proofOfPossession === "refuse") {
    const message = "The signature supplied in the request could not be verified";
    return refusal(400, 3, message);
  }
  const spki = key.export({ format: "der", type: "spki" });
  const chain = [issueLeaf(parts, spki, claims, name), ...parts.authority.chain];
  return {
    status: 200,
    body: {
      signedCertificateEmbeddedSct: {
        chain: { certificates: chain.map((bytes) => pem("CERTIFICATE", bytes)) },
      },
    },
  };
}

function tokenProblem(claims: Claims, { issuer, faults, now }: FulcioParts): string | null {
  const seconds = now("fulcio").getTime() / 1000;
  if (claims["iss"] !== issuer) return "the token is not by an issuer that is known";
  if (claims["aud"] !== "sigstore") return "the token is for another audience";
  if (!(Number(claims["exp"]) > seconds)) return "the token has expired";
  if (
    claims["email"] !== undefined &&
    claims["email_verified"] !== true &&
    faults.unverifiedEmail !== "accept"
  ) {
    return "the e-mail address is not verified";
  }
  return null;
}

/** Whom the certificate is for: an address, or the workflow that a CI system vouches for. */
export function nameIn(
  claims: Claims,
): { readonly kind: "email" | "uri"; readonly value: string } | null {
  const { email, job_workflow_ref: workflow, sub } = claims;
  if (typeof email === "string") return { kind: "email", value: email };
  if (typeof workflow === "string") return { kind: "uri", value: `https://github.com/${workflow}` };
  return typeof sub === "string" && URL.canParse(sub) ? { kind: "uri", value: sub } : null;
}

/** The extensions of a certificate that say what the token said. */
function claimExtensions(claims: Claims): Buffer[] {
  const ours = "1.3.6.1.4.1.57264.1";
  const text = (name: string) => {
    const value = claims[name];
    return typeof value === "string" ? value : undefined;
  };
  // An issuer that passes on a login elsewhere says where; that is who vouches.
  const issuer = textAt(claims, "federated_claims", "connector_id") || text("iss");
  const github = (path: string | undefined) => path && `https://github.com/${path}`;
  const modern: readonly (readonly [arc: number, value: string | undefined])[] = [
    [8, issuer],
    [9, github(text("job_workflow_ref"))],
    [10, text("job_workflow_sha")],
    [11, text("runner_environment")],
    [12, github(text("repository"))],
    [13, text("sha")],
    [14, text("ref")],
    [16, github(text("repository_owner"))],
    [18, github(text("workflow_ref"))],
    [20, text("event_name")],
  ];
  return [
    extension(`${ours}.1`, false, Buffer.from(issuer ?? "")),
    ...modern.flatMap(([arc, value]) =>
      value === undefined ? [] : [extension(`${ours}.${arc}`, false, utf8String(value))],
    ),
  ];
}

/** A leaf certificate in DER, with the CT log's promise in it. */
export function issueLeaf(
  parts: FulcioParts,
  spki: Buffer,
  claims: Claims,
  name: { readonly kind: "email" | "uri"; readonly value: string },
): Buffer {
  const { faults, ctLog } = parts;
  const authority =
    faults.certificate === "other-authority"
      ? newAuthority("elsewhere", "fulcio")
      : parts.authority;
  const now = parts.now("fulcio").getTime();
  const start = faults.certificate === "expired" ? now - 60 * MINUTES : now;
  const key = faults.certificate === "other-key" ? newKeyPair().spki : spki;
  const content = {
    serial: newSerial(),
    issuer: authority.name,
    subject: undefined,
    notBefore: new Date(start),
    notAfter: new Date(start + 10 * MINUTES),
    spki: key,
    extensions: [
      extensions.signsData,
      extensions.codeSigning,
      extensions.subjectKey(key),
      extensions.authorityKey(authority.keys.spki),
      extensions.subjectAltName(
        faults.certificate === "other-name"
          ? { kind: "email", value: "someone@else.example" }
          : name,
      ),
      ...claimExtensions(claims),
    ],
  };
  if (faults.certificate === "no-sct") return authority.issue(content);
  const before = toBeSigned(content);
  const sct = ctLog.timestampExtension(before, authority.keys.spki, parts.now("ct-log"));
  return authority.issue({ ...content, extensions: [...content.extensions, sct] });
}

function publicKeyOf(text: string) {
  try {
    return createPublicKey(text);
  } catch {
    return null;
  }
}
