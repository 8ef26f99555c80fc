import { parseJson, WorldFluxError } from "@worldflux/schema";
import * as z from "zod";

/** An identity token whose claims were read. Its signature is for the certificate authority to check. */
export interface IdentityToken {
  /** The token itself: a secret for as long as it lives. */
  readonly token: string;
  readonly issuer: string;
  /** What the certificate authority wants proof for: the address, or the subject. */
  readonly subject: string;
  /** The e-mail address that the certificate will name; undefined for a workload such as a CI job. */
  readonly email: string | undefined;
  /** True when an e-mail address will be public, as the address or as the subject. */
  readonly isPersonal: boolean;
}

/** Most characters of a token; GitHub's have about 2000. */
const MAX_TOKEN = 16 * 1024;

const Claims = z.looseObject({
  iss: z.string().min(1),
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
});

/**
 * Reads an identity token, and refuses one that cannot lead to a certificate, so that it is sent
 * nowhere. No message quotes anything of it.
 *
 * @param text the token; white space around it, as files and variables have it, is left out
 * @param audience whom the token has to be for: "sigstore", or a private deployment's client id
 * @throws WorldFluxError WF_IDENTITY_TOKEN
 */
export function readIdentityToken(text: string, audience: string, now: Date): IdentityToken {
  const token = text.trim();
  const { iss, sub, aud, exp, email, email_verified } = claimsOf(token);
  if (!(exp * 1000 > now.getTime()))
    throw refusal("has expired", "get a new one; it lives for minutes");
  const audiences = typeof aud === "string" ? [aud] : aud;
  if (!audiences.includes(audience)) {
    throw refusal(
      "is for another audience",
      `ask its issuer for one with audience "sigstore", or give the client id of a private deployment with --oidc-client-id`,
    );
  }
  if (email !== undefined && email_verified !== true && email_verified !== "true") {
    throw refusal("has an e-mail address that its issuer did not verify", "verify it there first");
  }
  const subject = email ?? sub;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(subject) || subject.length > 1024) {
    throw refusal("has a subject that cannot be printed", "get one from another issuer");
  }
  const isPersonal = /^[^\s@:/]+@[^\s@:/]+$/.test(subject);
  return { token, issuer: iss, subject, email, isPersonal: email !== undefined || isPersonal };
}

/** The claims of a token, not checked against any key. */
export function claimsOf(token: string): z.infer<typeof Claims> {
  const parts = token.split(".");
  const [, payload = ""] = parts;
  const wellFormed =
    token.length <= MAX_TOKEN && parts.length === 3 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
  const claims = wellFormed ? Claims.safeParse(decode(payload)) : undefined;
  if (claims?.success) return claims.data;
  throw refusal(
    "is no JSON Web Token with the claims that are needed",
    "check where it comes from",
  );
}

function decode(base64url: string): unknown {
  try {
    const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return parseJson(text, { source: "the identity token", maxDepth: 8 }).value;
  } catch {
    return undefined;
  }
}

function refusal(what: string, hint: string): WorldFluxError {
  return new WorldFluxError("WF_IDENTITY_TOKEN", `the identity token ${what}`, { hint });
}
