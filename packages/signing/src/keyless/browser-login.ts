import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { askForJson, badAnswer, hostOf, type ServiceLimits } from "./ask-service.ts";
import { claimsOf } from "./identity-token.ts";
import { listenOnce } from "./one-callback.ts";
import { isServiceUrl } from "./service-url.ts";

/** Where to log in, and how the person is told. */
export interface BrowserLogin {
  /** The issuer's address, as its tokens name it. */
  readonly issuer: string;
  /** Who the issuer knows this program as; "sigstore" at Sigstore's own. */
  readonly clientId: string;
  /** Shows the address to open. It holds no secret that helps anybody but this process. */
  readonly show: (url: string) => void;
  /** How long the person may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly limits?: ServiceLimits | undefined;
}

const Discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string().refine(isServiceUrl),
  token_endpoint: z.string().refine(isServiceUrl),
});
const Tokens = z.looseObject({ id_token: z.string() });

const random = () => randomBytes(32).toString("base64url");

/**
 * Logs a person in: OpenID Connect's authorization code with PKCE (RFC 7636, S256), and a loopback
 * address to come back to (RFC 8252). Returns the identity token; it is printed and stored nowhere.
 *
 * @throws WorldFluxError WF_LOGIN when the login is refused, is somebody else's, or takes too long; as
 * `askService` for what the issuer answers
 */
export async function logInWithBrowser(login: BrowserLogin): Promise<string> {
  const { issuer, clientId, limits } = login;
  const service = "the issuer";
  const refuse = (how: string) => badAnswer(`${service} at ${hostOf(issuer)}`, how);
  const found = await askForJson({
    ...({ service, method: "GET", limits } as const),
    url: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
  });
  const { data: discovery } = Discovery.safeParse(found);
  if (discovery === undefined) throw refuse("with something that is no description of an issuer");
  if (discovery.issuer !== issuer) throw refuse("in the name of another issuer");

  const [state, nonce, verifier] = [random(), random(), random()];
  const callback = await listenOnce(login.timeoutMs);
  try {
    const { redirectUri } = callback;
    const address = new URL(discovery.authorization_endpoint);
    const query = {
      ...{ response_type: "code", client_id: clientId, redirect_uri: redirectUri },
      ...{ scope: "openid email", state, nonce, code_challenge_method: "S256" },
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    };
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    login.show(address.href);
    const code = codeIn(await callback.arrived, state, issuer);
    const answer = await askForJson({
      service,
      url: discovery.token_endpoint,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        ...{ grant_type: "authorization_code", code, redirect_uri: redirectUri },
        ...{ client_id: clientId, code_verifier: verifier },
      }).toString(),
      limits,
    });
    const { data: tokens } = Tokens.safeParse(answer);
    if (tokens === undefined) throw refuse("without an identity token");
    const claims = claimsOf(tokens.id_token);
    if (claims.iss !== issuer) throw refuse("with a token of another issuer");
    if (claims["nonce"] !== nonce) throw refuse("with a token for another login");
    return tokens.id_token;
  } finally {
    callback.close();
  }
}

/** The code that the browser brought back, if it is for this login. */
function codeIn(query: URLSearchParams | null, state: string, issuer: string): string {
  if (query === null) {
    throw failed("took too long", "run the command again, and open the address that it shows");
  }
  // The state first: what anybody else sends here is not even read.
  if (!isSame(query.get("state") ?? "", state)) {
    throw failed("came back with another login's state", "run the command again");
  }
  const named = query.get("iss"); // RFC 9207
  if (named !== null && named !== issuer) {
    throw failed("came back from another issuer", "check --oidc-issuer");
  }
  const error = query.get("error");
  const word = error !== null && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : "";
  const code = query.get("code") ?? "";
  if (error === null && code !== "" && code.length <= 4096) return code;
  throw failed(`was refused by the issuer${word}`, "run the command again, and allow it there");
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function failed(how: string, hint: string): WorldFluxError {
  return new WorldFluxError("WF_LOGIN", `the login in the browser ${how}; nothing was signed`, {
    hint,
  });
}
