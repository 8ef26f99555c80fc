import { readInput } from "@worldflux/adapter-kit";
import { printable, WorldFluxError } from "@worldflux/schema";
import {
  ciToken,
  isServiceUrl,
  logInWithBrowser,
  publicGood,
  readIdentityToken,
  readSigningServices,
  type SigningServices,
} from "@worldflux/signing/keyless";
import { agreeToPublish } from "./agree-to-publish.ts";
import { showAddress } from "./show-address.ts";
import type { Signed, ToSign } from "./signed.ts";

/** Options of the backend `sigstore`. */
export interface SigstoreOptions {
  /** SigningConfig v0.2 of a deployment; the public-good one without it. */
  readonly "signing-config"?: string | undefined;
  /** Name of the environment variable that holds an identity token. */
  readonly "identity-token-env"?: string | undefined;
  /** Where to log in; the deployment's issuer without it. */
  readonly "oidc-issuer"?: string | undefined;
  /** Whom tokens are for; "sigstore" without it. */
  readonly "oidc-client-id"?: string | undefined;
  /** Agrees to what becomes public. */
  readonly yes: boolean;
}

/** How long a login in the browser may take. */
const LOGIN_MS = 5 * 60_000;

/**
 * Signs without a key of one's own: gets an identity token, agrees with the person on what becomes
 * public, and asks the services of the deployment.
 */
export async function signWithSigstore(toSign: ToSign, options: SigstoreOptions): Promise<Signed> {
  const services = servicesOf(options["signing-config"]);
  const log = printable(new URL(services.log.url).host);
  const audience = options["oidc-client-id"] ?? "sigstore";
  const given = await tokenGiven(options["identity-token-env"], audience);
  const consent = { yes: options.yes, alsoInto: toSign.alsoInto };
  if (given === undefined) await agreeToPublish(undefined, log, consent);
  const token = given ?? (await logIn(services, options, audience));
  const identity = readIdentityToken(token, audience, new Date());
  if (given !== undefined && identity.isPersonal) {
    await agreeToPublish(identity.subject, log, consent);
  }
  const signed = await toSign.keyless({ identity, services, now: new Date() });
  const [name, issuer] = [printable(signed.name), printable(signed.issuer)];
  return {
    bundle: signed.bundleBytes,
    to: "name",
    signer: `${name}, vouched for by ${issuer}`,
    stampedBy: services.timestamps && printable(new URL(services.timestamps).host),
    log,
    published: [
      `In the log at ${log}, for ever: the name, the time and the hash of what is signed (index ${signed.logIndex}).`,
      ...(services.keys === undefined
        ? [
            "The deployment's keys were not given, so whether its answers are genuine is yet to be verified.",
          ]
        : []),
    ],
    json: {
      backend: "sigstore",
      ...{ identity: signed.name, issuer: signed.issuer },
      ...{ log: services.log.url, log_index: signed.logIndex },
      timestamped: services.timestamps !== undefined,
      verified: services.keys !== undefined,
    },
  };
}

function servicesOf(path: string | undefined): SigningServices {
  if (path === undefined) return publicGood;
  return readSigningServices(readInput(path), printable(path), new Date());
}

/** The token of the variable that was named, or of a CI system; undefined when there is none. */
async function tokenGiven(name: string | undefined, audience: string): Promise<string | undefined> {
  if (name === undefined) return ciToken(process.env, audience);
  // Whoever gives the token itself here is not to read it on the screen.
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name)) {
    throw new WorldFluxError("WF_USAGE", "--identity-token-env takes the name of a variable", {
      hint: "put the token into a variable, such as SIGSTORE_ID_TOKEN, and give its name",
    });
  }
  const token = process.env[name];
  if (token) return token;
  throw new WorldFluxError("WF_IDENTITY_TOKEN", `there is no identity token in ${name}`, {
    hint: "set it, or leave --identity-token-env out to log in with a browser",
  });
}

function logIn(
  services: SigningServices,
  options: SigstoreOptions,
  clientId: string,
): Promise<string> {
  const issuer = options["oidc-issuer"] ?? services.issuer;
  if (issuer === undefined || !isServiceUrl(issuer)) {
    const what =
      issuer === undefined
        ? "the signing config names no issuer"
        : "--oidc-issuer is neither https nor on this machine";
    throw new WorldFluxError("WF_USAGE", `${what}, so there is nowhere to log in`, {
      hint: "give --oidc-issuer https://ISSUER, or a token with --identity-token-env NAME",
    });
  }
  return logInWithBrowser({ issuer, clientId, show: showAddress, timeoutMs: LOGIN_MS });
}
