import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import type { LookupFunction } from "node:net";
import { printable, WorldFluxError } from "@worldflux/schema";
import { isPublicAddress } from "./public-address.ts";

/** What a fetch may do. Production code leaves all of it at its defaults. */
export interface FetchLimits {
  /** Hosts that may be asked, by exact name; a redirect to any other ends the fetch. */
  readonly hosts: readonly string[];
  /** Media types that may come back. */
  readonly types: readonly string[];
  /** Most bytes of a body: 2 MiB. */
  readonly maxBytes?: number;
  /** Time for everything together, in milliseconds: 20 seconds. */
  readonly timeoutMs?: number;
  /** Every address of a host; the system's resolver by default. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Whether an address may be connected to; `isPublicAddress` by default. */
  readonly isAllowed?: (address: string) => boolean;
  /** Port and trusted certificates, for a server of a test. */
  readonly connection?: Pick<RequestOptions, "port" | "ca">;
}

/** A page as it came. */
export interface FetchedPage {
  /** Where it came from in the end. */
  readonly url: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const MAX_REDIRECTS = 5;

/**
 * Fetches one page of one of the named hosts. https alone; the host is resolved once, every address
 * must be public, and the connection goes to that address; no cookies, no proxy, no compression;
 * redirects one by one under the same rules; size and time are limited.
 *
 * @throws WorldFluxError WF_FETCH_REFUSED when a rule forbids it, WF_NETWORK when it does not work
 */
export async function fetchPage(address: string, limits: FetchLimits): Promise<FetchedPage> {
  const signal = AbortSignal.timeout(limits.timeoutMs ?? 20_000);
  let url = new URL(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    refuseOther(url, limits);
    const response = await ask(url, limits, signal);
    try {
      const next = redirect(response, url);
      if (next === undefined) return await body(response, url, limits, signal);
      url = next;
    } finally {
      response.destroy();
    }
  }
  throw failed(url, `sent more than ${MAX_REDIRECTS} redirects`);
}

/** A scheme, a port or a host that nobody asked for. */
function refuseOther(url: URL, { hosts }: FetchLimits): void {
  if (url.protocol !== "https:") throw refused(url, "it is not https");
  if (url.username !== "" || url.password !== "") throw refused(url, "it holds a user name");
  if (url.port !== "") throw refused(url, "it names a port");
  if (!hosts.includes(url.hostname)) throw refused(url, `only ${hosts.join(", ")} may be asked`);
}

function ask(url: URL, limits: FetchLimits, signal: AbortSignal): Promise<IncomingMessage> {
  const options: RequestOptions = {
    host: url.hostname,
    path: `${url.pathname}${url.search}`,
    servername: url.hostname,
    method: "GET",
    agent: false,
    signal,
    lookup: vettedLookup(url, limits),
    maxHeaderSize: 16 * 1024,
    headers: {
      accept: limits.types.join(", "),
      "accept-encoding": "identity",
      "user-agent": "worldflux (https://github.com/worldflux/worldflux)",
    },
    ...limits.connection,
  };
  return new Promise((resolve, reject) => {
    request(options, resolve)
      .on("error", (cause) => reject(asFailure(url, cause, signal)))
      .end();
  });
}

/** Resolves once, checks every address, and connects to what was checked: nothing can be swapped. */
function vettedLookup(url: URL, limits: FetchLimits): LookupFunction {
  const { resolve = systemAddresses, isAllowed = isPublicAddress } = limits;
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const bad = addresses.find((address) => !isAllowed(address));
        const [first] = addresses;
        if (bad !== undefined || first === undefined) {
          callback(refused(url, "its name leads to an address that is not public"), "", 0);
          return;
        }
        const family = first.includes(":") ? 6 : 4;
        // Node asks for a list when it may try several addresses, and for one otherwise.
        if (options.all === true) callback(null, [{ address: first, family }]);
        else callback(null, first, family);
      },
      (cause: NodeJS.ErrnoException) => callback(failed(url, reason(cause), cause), "", 0),
    );
  };
}

async function systemAddresses(host: string): Promise<readonly string[]> {
  // IPv4 first: a host of one kind of address alone still answers.
  return (await lookup(host, { all: true, order: "ipv4first" })).map(({ address }) => address);
}

function redirect(response: IncomingMessage, from: URL): URL | undefined {
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return undefined;
  if (![301, 302, 303, 307, 308].includes(statusCode)) {
    throw failed(from, `answered with status ${statusCode}`);
  }
  const target = headers.location;
  if (target === undefined || !URL.canParse(target, from.href))
    throw failed(from, "redirects to no address");
  const next = new URL(target, from);
  next.hash = "";
  return next;
}

async function body(
  response: IncomingMessage,
  url: URL,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<FetchedPage> {
  const { maxBytes = 2 * 2 ** 20 } = limits;
  const type = (response.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!limits.types.includes(type)) {
    throw refused(
      url,
      `it is ${type === "" ? "of no type" : printable(type).slice(0, 60)}, not ${limits.types[0]}`,
    );
  }
  if ((response.headers["content-encoding"] ?? "identity") !== "identity") {
    throw refused(url, "it came compressed, which nobody asked for");
  }
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > maxBytes) throw refused(url, `it is larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw asFailure(url, cause, signal);
  }
  return { url: url.href, type, bytes: Buffer.concat(chunks) };
}

function asFailure(url: URL, cause: unknown, signal: AbortSignal): WorldFluxError {
  if (cause instanceof WorldFluxError) return cause;
  if (signal.aborted) return failed(url, "took too long", cause);
  return failed(url, reason(cause as NodeJS.ErrnoException), cause);
}

function reason({ code }: NodeJS.ErrnoException): string {
  return `could not be reached (${code ?? "no answer"})`;
}

const OFFLINE =
  "leave out --fetch, or save the page and give it with --from-file; no proxy is used";

function failed(url: URL, why: string, cause?: unknown): WorldFluxError {
  const message = `${printable(url.host).slice(0, 80)} ${why}`;
  return new WorldFluxError("WF_NETWORK", message, { hint: OFFLINE, cause });
}

function refused(url: URL, why: string): WorldFluxError {
  const message = `a page of ${printable(url.host).slice(0, 80)} was not read: ${why}`;
  return new WorldFluxError("WF_FETCH_REFUSED", message, { hint: OFFLINE });
}
