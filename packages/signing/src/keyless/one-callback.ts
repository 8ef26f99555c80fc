import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A listener on this machine that takes the browser's one way back. */
export interface Callback {
  /** Where the browser has to be sent, with a free port. */
  readonly redirectUri: string;
  /** The parameters of the first request to `redirectUri`; null when the time ran out. */
  readonly arrived: Promise<URLSearchParams | null>;
  close(): void;
}

const PATH = "/callback";
/** What the page says and what it may do: nothing, and be kept nowhere. */
const headers = {
  "content-type": "text/plain; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'",
  "x-content-type-options": "nosniff",
  connection: "close",
} as const;

/**
 * Listens on a free port of 127.0.0.1 for one request, for `timeoutMs`. Requests for anything else, or
 * under another host name, change nothing.
 */
export async function listenOnce(timeoutMs: number): Promise<Callback> {
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16 * 1024 });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", listening);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const host = `127.0.0.1:${port}`;
  let end: NodeJS.Timeout | undefined;
  const close = () => {
    clearTimeout(end);
    server.close();
    server.closeIdleConnections();
  };
  const arrived = new Promise<URLSearchParams | null>((resolve) => {
    end = setTimeout(() => resolve(null), timeoutMs);
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      const url = new URL(request.url ?? "/", `http://${host}`);
      const isOurs =
        request.method === "GET" && url.pathname === PATH && request.headers.host === host;
      if (!isOurs) {
        response.writeHead(404, headers).end("There is nothing here.\n");
        return;
      }
      clearTimeout(end);
      server.off("request", answer);
      server.on("request", (_, late) => late.writeHead(410, headers).end("This was used.\n"));
      response
        .writeHead(200, headers)
        .end("Thank you. Close this page, and look at the terminal for how it went.\n");
      resolve(url.searchParams);
    };
    server.on("request", answer);
  });
  return { redirectUri: `http://${host}${PATH}`, arrived, close };
}
