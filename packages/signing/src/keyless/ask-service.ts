import { decodeUtf8, parseJson, printable, WorldFluxError } from "@worldflux/schema";
import { isServiceUrl } from "./service-url.ts";

/** Bounds of one request. */
export interface ServiceLimits {
  /** Until the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Most bytes of an answer. */
  readonly maxBytes: number;
}

/** What a request gets if nothing else is said: Rekor v2 may take 20 seconds, an answer has some KiB. */
const defaultLimits: ServiceLimits = { timeoutMs: 30_000, maxBytes: 256 * 1024 };

/** One request to a service. */
export interface ServiceRequest {
  /** The service in words, for messages: "the certificate authority". */
  readonly service: string;
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly limits?: ServiceLimits | undefined;
}

/**
 * Asks a service once and reads its whole answer. Follows no redirect, sends nothing to anything but
 * https or this machine, and quotes nothing of what the service says: it may repeat what it was sent.
 *
 * @throws WorldFluxError WF_NETWORK when there is no answer in time, WF_SERVICE_REFUSED for a status
 * other than 2xx, WF_SERVICE_ANSWER for a redirect or an answer that is too large
 */
export async function askService(request: ServiceRequest): Promise<Uint8Array> {
  const { timeoutMs, maxBytes } = request.limits ?? defaultLimits;
  const who = `${request.service} at ${hostOf(request.url)}`;
  try {
    const response = await fetch(request.url, {
      method: request.method ?? "POST",
      headers: { "user-agent": "worldflux", ...request.headers },
      body: request.body ?? null,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new WorldFluxError("WF_SERVICE_ANSWER", `${who} sends its clients elsewhere`, {
        hint: "give the address that it leads to, if you trust it; redirects are not followed",
      });
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw refused(who, response.status);
    }
    return await readAll(response, maxBytes, who);
  } catch (error) {
    throw error instanceof WorldFluxError ? error : unreachable(error, who, timeoutMs);
  }
}

/**
 * The same for an answer in JSON.
 *
 * @throws WorldFluxError also WF_SERVICE_ANSWER for what is not JSON
 */
export async function askForJson(request: ServiceRequest): Promise<unknown> {
  const headers = { accept: "application/json", ...request.headers };
  const bytes = await askService({ ...request, headers });
  try {
    return parseJson(decodeUtf8(bytes, request.service), { source: request.service, maxDepth: 16 })
      .value;
  } catch {
    throw badAnswer(
      `${request.service} at ${hostOf(request.url)}`,
      "with something that is no JSON",
    );
  }
}

/** An answer that is not what was asked for. `how` continues "answered". */
export function badAnswer(who: string, how: string): WorldFluxError {
  return new WorldFluxError("WF_SERVICE_ANSWER", `${who} answered ${how}; nothing was written`, {
    hint: "try again, and tell who runs the service if it stays so",
  });
}

/** Host and port of an address that passed `isServiceUrl`; nothing else of it is printed. */
export function hostOf(url: string): string {
  if (!isServiceUrl(url)) {
    throw new WorldFluxError("WF_USAGE", "an address is neither https nor on this machine", {
      hint: "give https://HOST/PATH without a user name; http is for 127.0.0.1 and localhost only",
    });
  }
  return printable(new URL(url).host);
}

function refused(who: string, status: number): WorldFluxError {
  const hint =
    status === 401 || status === 403
      ? "get a new identity token; a token lives for minutes, and for one audience"
      : status === 429 || status >= 500
        ? "try again in a while"
        : "check that the address is the service's, and that its version fits";
  return new WorldFluxError("WF_SERVICE_REFUSED", `${who} refused, with status ${status}`, {
    hint,
  });
}

/** What `fetch` says is left out, but for the system's own word such as ECONNREFUSED. */
function unreachable(error: unknown, who: string, timeoutMs: number): WorldFluxError {
  const { name, cause } = error instanceof Error ? error : new Error("fetch failed");
  if (name === "TimeoutError" || name === "AbortError") {
    return new WorldFluxError(
      "WF_NETWORK",
      `${who} did not answer in full within ${timeoutMs / 1000} seconds`,
      { hint: "try again in a while" },
    );
  }
  const code: unknown = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const word = typeof code === "string" && /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : "";
  return new WorldFluxError("WF_NETWORK", `${who} could not be asked${word}`, {
    hint: "check the address and the network; a proxy is not used",
  });
}

async function readAll(response: Response, maxBytes: number, who: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw badAnswer(who, `with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
