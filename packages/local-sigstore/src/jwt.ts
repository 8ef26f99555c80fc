import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";

/** The claims of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** An issuer's key: makes tokens, and publishes what checks them. */
export interface TokenKey {
  /** A JSON Web Token, signed with ES256. */
  token(claims: Claims): string;
  /** The public half as a JSON Web Key. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function newTokenKey(): TokenKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty, crv, x, y } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(`${x}.${y}`).digest("base64url");
  return {
    jwk: { kty, crv, x, y, kid, use: "sig", alg: "ES256" },
    token: (claims) => {
      const signed = `${encode({ alg: "ES256", typ: "JWT", kid })}.${encode(claims)}`;
      const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
      return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
    },
  };
}

/** The claims of a token that one of the keys signed; null for any other. */
export function readToken(token: string, keys: readonly TokenKey["jwk"][]): Claims | null {
  const [header = "", payload = "", signature = ""] = token.split(".");
  try {
    const { alg, kid } = JSON.parse(Buffer.from(header, "base64url").toString());
    const jwk = keys.find((key) => key["kid"] === kid);
    if (alg !== "ES256" || jwk === undefined) return null;
    const key = createPublicKey({ key: { ...jwk }, format: "jwk" });
    const signed = Buffer.from(`${header}.${payload}`);
    const bytes = Buffer.from(signature, "base64url");
    if (!verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, bytes)) return null;
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return null;
  }
}
