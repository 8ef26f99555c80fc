import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, Request } from "./answer.ts";
import { newAuthority } from "./authority.ts";
import { answerBadly } from "./bad-answer.ts";
import { type BundleRequest, bundleOf } from "./bundle.ts";
import { newCtLog } from "./ct-log.ts";
import type { Faults, Service } from "./faults.ts";
import { type FulcioParts, signingCertificate } from "./fulcio.ts";
import { newIssuer } from "./issuer.ts";
import type { Claims } from "./jwt.ts";
import { newLog } from "./log.ts";
import { createEntryV1 } from "./rekor-v1.ts";
import { createEntryV2 } from "./rekor-v2.ts";
import { createTimestamp, newTimestampAuthority, timestampReply } from "./timestamp-authority.ts";
import { signingConfigOf, trustedRootOf } from "./trusted-root.ts";

/** How to start. */
export interface LocalSigstoreOptions {
  /** How the services misbehave from the start. */
  readonly faults?: Faults;
  /** Who logs in at the issuer's page. */
  readonly login?: Claims;
}

/** A deployment that runs. */
export interface LocalSigstore {
  /** Address of everything but the issuer and the logs, which are below it. */
  readonly url: string;
  /** The issuer, as certificates name it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Content of `trusted_root.json`. */
  readonly trustedRoot: ReturnType<typeof trustedRootOf>;
  /** SigningConfig v0.2: Rekor v1 and time stamps. */
  readonly signingConfig: ReturnType<typeof signingConfigOf>;
  /** The same with another log, or without time stamps. */
  signingConfigWith(options: {
    readonly rekor?: 1 | 2;
    readonly timestamps?: boolean;
  }): ReturnType<typeof signingConfigOf>;
  /** Where time stamps come from. */
  readonly timestampUrl: string;
  /** A genuine token; claims replace the usual ones, so `{ aud: "other" }` or `{ exp: 0 }` are wrong ones. */
  identityToken(claims?: Claims): string;
  /** A bundle made from the services' answers without asking them over HTTP. */
  bundle(request: BundleRequest): ReturnType<typeof bundleOf>;
  /** A time-stamp reply (DER) over a signature, for bundles of one's own. */
  timestamp(digest: Uint8Array): Buffer;
  /** How the services misbehave; change it at any time. */
  readonly faults: Faults;
  /** Every request so far, as `POST /path`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a Sigstore on a free port of 127.0.0.1, with keys of its own that nobody else trusts. */
export async function startLocalSigstore(
  options: LocalSigstoreOptions = {},
): Promise<LocalSigstore> {
  const faults: Faults = { ...options.faults };
  const login = options.login ?? {
    sub: "local-user",
    email: "dev@acme.example",
    email_verified: true,
  };
  // Whole seconds: some readers of time stamps stumble over fractions.
  const now = (service?: keyof NonNullable<Faults["clock"]>) =>
    new Date(
      Math.floor(
        (service && faults.clock?.[service] ? faults.clock[service] : new Date()).getTime() / 1000,
      ) * 1000,
    );

  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const url = `http://127.0.0.1:${port}`;

  const issuer = newIssuer(
    `${url}/oidc`,
    () => login,
    () => now(),
  );
  const fulcio: FulcioParts = {
    authority: newAuthority("local", "fulcio"),
    ctLog: newCtLog(),
    faults,
    readToken: issuer.readToken,
    issuer: issuer.url,
    now,
  };
  const rekor1 = { log: newLog(`${url}/rekor1`, 1), faults, now: () => now("rekor1") };
  const rekor2 = { log: newLog(`${url}/rekor2`, 2), faults, now: () => now("rekor2") };
  const timestamps = { authority: newTimestampAuthority("local"), faults, now: () => now("tsa") };

  const routes: readonly (readonly [string, Service, (request: Request) => Answer])[] = [
    ["/oidc/", "issuer", issuer.answer],
    ["/api/v2/signingCert", "fulcio", (request) => signingCertificate(fulcio, request)],
    ["/rekor1/api/v1/log/entries", "rekor1", (request) => createEntryV1(rekor1, request)],
    ["/rekor2/api/v2/log/entries", "rekor2", (request) => createEntryV2(rekor2, request)],
    ["/api/v1/timestamp", "tsa", (request) => createTimestamp(timestamps, request)],
  ];
  const requests: string[] = [];
  server.on("request", async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming, url);
    requests.push(`${request.method} ${request.url.pathname}`);
    const route = routes.find(([path]) => request.url.pathname.startsWith(path));
    const bad = route && faults.answer?.[route[1]];
    if (bad !== undefined) {
      const elsewhere = `http://localhost:${port}${incoming.url ?? "/"}`;
      return answerBadly(response, bad, { requestBody: request.body, elsewhere });
    }
    send(response, route?.[2](request) ?? { status: 404, body: { message: "not here" } });
  });

  const configWith = ({ rekor = 1, timestamps: stamped = true }) =>
    signingConfigOf(url, {
      issuer: issuer.url,
      log: (rekor === 1 ? rekor1 : rekor2).log.url,
      version: rekor === 1 ? 1 : 2,
      timestamps: stamped,
    });
  const logs = [rekor1.log, rekor2.log];
  return {
    url,
    issuer: issuer.url,
    clientId: issuer.clientId,
    trustedRoot: trustedRootOf(url, {
      fulcio: fulcio.authority,
      ctLog: fulcio.ctLog,
      logs,
      timestamps: timestamps.authority,
    }),
    signingConfig: configWith({}),
    signingConfigWith: configWith,
    timestampUrl: `${url}/api/v1/timestamp`,
    identityToken: issuer.identityToken,
    bundle: (request) =>
      bundleOf(
        { fulcio, rekor1, rekor2, timestamps },
        { ...request, claims: { iss: issuer.url, ...request.claims } },
      ),
    timestamp: (digest) =>
      timestampReply(timestamps, { digest, nonce: undefined, certificates: true }),
    faults,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Largest request that is read, in bytes. */
const MAX_REQUEST = 4 * 2 ** 20;

async function readRequest(incoming: IncomingMessage, base: string): Promise<Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_REQUEST) break;
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? "",
    url: new URL(incoming.url ?? "/", base),
    contentType: (incoming.headers["content-type"] ?? "").split(";")[0] ?? "",
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  if (body === undefined || Buffer.isBuffer(body)) {
    response.writeHead(status, headers).end(body);
    return;
  }
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify(body));
}
