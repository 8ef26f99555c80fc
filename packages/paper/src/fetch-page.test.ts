import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { selfSigned } from "../test/self-signed.ts";
import { type FetchLimits, fetchPage } from "./fetch-page.ts";

// The code that runs in production, against a server on this machine. Only what a test must replace
// is replaced: the resolver, the port, the certificate, and the rule that refuses this machine.
const HOST = "paper.test";
const certificate = selfSigned(HOST);
const seen: IncomingMessage[] = [];
let server: Server;
let limits: FetchLimits;

const html = { "content-type": "text/html; charset=utf-8" };

const answers: Record<string, (response: ServerResponse) => void> = {
  "/page": (r) => r.writeHead(200, html).end("<title>A page</title>"),
  "/moved": (r) => r.writeHead(302, { location: "/page" }).end(),
  "/elsewhere": (r) => r.writeHead(301, { location: "https://other.test/page" }).end(),
  "/insecure": (r) => r.writeHead(301, { location: `http://${HOST}/page` }).end(),
  "/port": (r) => r.writeHead(301, { location: `https://${HOST}:8443/page` }).end(),
  "/metadata": (r) => r.writeHead(302, { location: "https://169.254.169.254/latest" }).end(),
  "/file": (r) => r.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/user": (r) => r.writeHead(302, { location: `https://a:b@${HOST}/page` }).end(),
  "/nowhere": (r) => r.writeHead(302).end(),
  "/loop": (r) => r.writeHead(302, { location: "/loop" }).end(),
  "/missing": (r) => r.writeHead(404, html).end("<title>no</title>"),
  "/pdf": (r) => r.writeHead(200, { "content-type": "application/pdf" }).end("%PDF-"),
  "/untyped": (r) => r.writeHead(200).end("x"),
  "/endless": (r) => {
    r.writeHead(200, html);
    const more = () => {
      while (!r.destroyed && r.write("x".repeat(65_536)));
    };
    r.on("drain", more);
    more();
  },
  "/bomb": (r) => {
    const body = gzipSync(Buffer.alloc(1_000_000));
    r.writeHead(200, { ...html, "content-encoding": "gzip" }).end(body);
  },
  "/cut": (r) => {
    r.writeHead(200, { ...html, "content-length": "1000" });
    r.write("<title>");
    setTimeout(() => r.destroy(), 20);
  },
  "/silent": () => undefined,
  "/slow": (r) => {
    r.writeHead(200, html).write("<title>");
  },
};

beforeAll(async () => {
  server = createServer(certificate, (request, response) => {
    seen.push(request);
    answers[request.url ?? ""]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  limits = {
    hosts: [HOST],
    types: ["text/html"],
    resolve: async () => ["127.0.0.1"],
    isAllowed: () => true,
    connection: { port, ca: certificate.cert },
  };
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (path: string, more: Partial<FetchLimits> = {}) =>
  fetchPage(`https://${HOST}${path}`, { ...limits, ...more });

const failure = (code: string, text: string | RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(text) });

test("a page comes with its type and where it came from", async () => {
  const { url, type, bytes } = await get("/moved");
  expect({ url, type }).toEqual({ url: `https://${HOST}/page`, type: "text/html" });
  expect(Buffer.from(bytes).toString()).toBe("<title>A page</title>");
});

test("nothing is told but what is asked for", async () => {
  seen.length = 0;
  await get("/page");
  const [request] = seen;
  expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
  ]);
  expect(request?.headers["accept-encoding"]).toBe("identity");
});

test("an address of this machine is refused, before anything is sent", async () => {
  seen.length = 0;
  const { isAllowed, ...production } = limits;
  await expect(fetchPage(`https://${HOST}/page`, production)).rejects.toEqual(
    failure("WF_FETCH_REFUSED", "not public"),
  );
  expect(seen).toEqual([]);
});

test("one address that is not public is enough, in whichever place", async () => {
  const { isAllowed, ...production } = limits;
  const resolve = async () => ["151.101.3.42", "10.0.0.1"];
  await expect(fetchPage(`https://${HOST}/page`, { ...production, resolve })).rejects.toEqual(
    failure("WF_FETCH_REFUSED", "not public"),
  );
});

test("a name is resolved once for each connection, and that address is used", async () => {
  let asked = 0;
  const resolve = async () => (asked++ === 0 ? ["127.0.0.1"] : ["10.0.0.1"]);
  await get("/page", { resolve });
  expect(asked).toBe(1);
});

test("a certificate that nobody trusts is refused", async () => {
  const { port } = limits.connection ?? {};
  await expect(get("/page", { connection: { port } })).rejects.toEqual(
    failure("WF_NETWORK", "SELF_SIGNED"),
  );
});

test("a certificate for another name is refused", async () => {
  await expect(
    fetchPage("https://other.test/page", { ...limits, hosts: ["other.test"] }),
  ).rejects.toEqual(failure("WF_NETWORK", "ERR_TLS_CERT_ALTNAME_INVALID"));
});

test.each([
  ["/elsewhere", "WF_FETCH_REFUSED", /other\.test was not read: only paper\.test/],
  ["/insecure", "WF_FETCH_REFUSED", "not https"],
  ["/port", "WF_FETCH_REFUSED", "names a port"],
  ["/metadata", "WF_FETCH_REFUSED", "only paper.test"],
  ["/file", "WF_FETCH_REFUSED", "not https"],
  ["/user", "WF_FETCH_REFUSED", "user name"],
  ["/nowhere", "WF_NETWORK", "redirects to no address"],
  ["/loop", "WF_NETWORK", "more than 5 redirects"],
  ["/missing", "WF_NETWORK", "status 404"],
  ["/pdf", "WF_FETCH_REFUSED", "application/pdf"],
  ["/untyped", "WF_FETCH_REFUSED", "of no type"],
  ["/endless", "WF_FETCH_REFUSED", "larger than 2097152 bytes"],
  ["/bomb", "WF_FETCH_REFUSED", "compressed"],
  ["/cut", "WF_NETWORK", "ECONNRESET"],
])("%s ends with %s", async (path, code, text) => {
  await expect(get(path)).rejects.toEqual(failure(code, text));
});

test.each(["/silent", "/slow"])("%s ends when its time is over", async (path) => {
  await expect(get(path, { timeoutMs: 300 })).rejects.toEqual(
    failure("WF_NETWORK", "took too long"),
  );
});

test("a name that does not resolve, and a port where nobody listens", async () => {
  const resolve = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
  await expect(get("/page", { resolve })).rejects.toEqual(failure("WF_NETWORK", "ENOTFOUND"));
  await expect(get("/page", { resolve: async () => [] })).rejects.toEqual(
    failure("WF_FETCH_REFUSED", "not public"),
  );
  const connection = { ...limits.connection, port: 1 };
  await expect(get("/page", { connection })).rejects.toEqual(failure("WF_NETWORK", "ECONNREFUSED"));
});
