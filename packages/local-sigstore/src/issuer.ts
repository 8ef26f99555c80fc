import { createHash, randomBytes } from "node:crypto";
import type { Answer, Request } from "./answer.ts";
import { type Claims, newTokenKey, readToken } from "./jwt.ts";

/** An OpenID Connect issuer: its tokens, and its answers. */
export interface Issuer {
  readonly url: string;
  readonly clientId: string;
  /** A token with these claims over the usual ones. */
  identityToken(claims?: Claims): string;
  /** The claims of a token of this issuer, null for any other. */
  readToken(token: string): Claims | null;
  answer(request: Request): Answer;
}

/** A login that was started and whose code was not redeemed. */
interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
}

const MINUTES = 60;

/**
 * A new issuer. Its login page asks nothing: whoever opens it is `login`.
 *
 * @param now the time that tokens are issued at, and run for five minutes from
 */
export function newIssuer(url: string, login: () => Claims, now: () => Date): Issuer {
  const key = newTokenKey();
  const grants = new Map<string, Grant>();
  const clientId = "sigstore";

  const identityToken = (claims: Claims = {}) => {
    const seconds = Math.floor(now().getTime() / 1000);
    return key.token({
      iss: url,
      aud: clientId,
      iat: seconds,
      exp: seconds + 5 * MINUTES,
      ...(claims["sub"] === undefined ? login() : {}),
      ...claims,
    });
  };

  const authorize = ({ searchParams: query }: URL): Answer => {
    const redirectUri = query.get("redirect_uri") ?? "";
    const challenge = query.get("code_challenge") ?? "";
    const sound =
      query.get("response_type") === "code" &&
      query.get("client_id") === clientId &&
      query.get("code_challenge_method") === "S256" &&
      /^[\w-]{43}$/.test(challenge) &&
      (query.get("scope") ?? "").split(" ").includes("openid") &&
      /^http:\/\/(127\.0\.0\.1|localhost):\d+\//.test(redirectUri);
    if (!sound) return { status: 400, body: { error: "invalid_request" } };
    const code = randomBytes(16).toString("base64url");
    grants.set(code, { redirectUri, challenge, nonce: query.get("nonce") });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    return { status: 302, headers: { location: back.href } };
  };

  const redeem = (form: URLSearchParams): Answer => {
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code); // good for one use, also one that fails
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const sound =
      grant !== undefined &&
      form.get("grant_type") === "authorization_code" &&
      form.get("client_id") === clientId &&
      form.get("redirect_uri") === grant.redirectUri &&
      challenge === grant.challenge;
    if (!sound) return { status: 400, body: { error: "invalid_grant" } };
    const nonce = grant.nonce === null ? {} : { nonce: grant.nonce };
    return {
      status: 200,
      headers: { "cache-control": "no-store" },
      body: {
        access_token: randomBytes(16).toString("base64url"),
        id_token: identityToken({ ...nonce, ...login() }),
        token_type: "Bearer",
        expires_in: 5 * MINUTES,
      },
    };
  };

  return {
    url,
    clientId,
    identityToken,
    readToken: (token) => readToken(token, [key.jwk]),
    answer: ({ method, url: { pathname, searchParams, href }, body }) => {
      const path = href.startsWith(url) ? pathname.slice(new URL(url).pathname.length) : pathname;
      if (method === "GET" && path === "/.well-known/openid-configuration") {
        return {
          status: 200,
          body: {
            issuer: url,
            authorization_endpoint: `${url}/auth`,
            token_endpoint: `${url}/token`,
            jwks_uri: `${url}/keys`,
            response_types_supported: ["code"],
            code_challenge_methods_supported: ["S256"],
            id_token_signing_alg_values_supported: ["ES256"],
          },
        };
      }
      if (method === "GET" && path === "/keys") return { status: 200, body: { keys: [key.jwk] } };
      if (method === "GET" && path === "/auth") return authorize(new URL(href));
      // What GitHub Actions offers to a job that may ask for tokens.
      if (method === "GET" && path === "/ci") {
        const audience = searchParams.get("audience") ?? "";
        return {
          status: 200,
          body: { value: identityToken({ ...workflowClaims, aud: audience }) },
        };
      }
      if (method === "POST" && path === "/token") {
        return redeem(new URLSearchParams(body.toString()));
      }
      return { status: 404, body: { error: "not_found" } };
    },
  };
}

/** What GitHub Actions says of a job, in part. */
export const workflowClaims = {
  sub: "repo:acme/robot:ref:refs/tags/v1",
  repository: "acme/robot",
  repository_owner: "acme",
  ref: "refs/tags/v1",
  sha: "0123456789abcdef0123456789abcdef01234567",
  event_name: "push",
  job_workflow_ref: "acme/robot/.github/workflows/eval.yml@refs/tags/v1",
  job_workflow_sha: "0123456789abcdef0123456789abcdef01234567",
  workflow_ref: "acme/robot/.github/workflows/eval.yml@refs/tags/v1",
  runner_environment: "github-hosted",
} as const satisfies Claims;
