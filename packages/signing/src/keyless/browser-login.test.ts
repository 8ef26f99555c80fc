import { startLocalSigstore } from "@worldflux/local-sigstore";
import { WorldFluxError } from "@worldflux/schema";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserLogin, logInWithBrowser } from "./browser-login.ts";
import { readIdentityToken } from "./identity-token.ts";

type LocalSigstore = Awaited<ReturnType<typeof startLocalSigstore>>;

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());
afterEach(() => {
  delete local.faults.answer;
});

/** Logs in with `browse` as the browser. */
const logIn = (browse: (url: string) => Promise<unknown>, edit: Partial<BrowserLogin> = {}) => {
  let browsed: Promise<unknown> = Promise.resolve();
  const show = (url: string) => {
    browsed = browse(url);
  };
  const { issuer, clientId } = local;
  return logInWithBrowser({ issuer, clientId, show, timeoutMs: 20_000, ...edit }).finally(
    () => browsed,
  );
};

/** Where the issuer's page sends the browser. */
async function wayBack(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}

test("a browser that opens the address brings back a token", async () => {
  let page = "";
  const token = await logIn(async (url) => {
    const response = await fetch(url); // follows the issuer to the listener, as a browser does
    page = await response.text();
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
  expect(readIdentityToken(token, "sigstore", new Date())).toMatchObject({
    email: "dev@acme.example",
    issuer: local.issuer,
  });
  expect(page).toContain("Close this page");
  for (const part of token.split(".")) expect(page).not.toContain(part);
});

test("the address asks for a code with S256, a state and a nonce, and each login has its own", async () => {
  const asked: URLSearchParams[] = [];
  const browse = async (url: string) => {
    asked.push(new URL(url).searchParams);
    await fetch(url);
  };
  await logIn(browse);
  await logIn(browse);
  const [one, two] = asked;
  expect(one?.get("response_type")).toBe("code");
  expect(one?.get("code_challenge_method")).toBe("S256");
  expect(one?.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect(one?.get(name)).toMatch(/^[\w-]{43}$/);
    expect(one?.get(name)).not.toBe(two?.get(name));
  }
});

describe("refused:", () => {
  const refused = async (
    browse: (url: string) => Promise<unknown>,
    edit?: Partial<BrowserLogin>,
  ) => {
    const error = await logIn(browse, edit).catch((thrown: unknown) => thrown);
    if (!(error instanceof WorldFluxError)) throw new Error(`no WorldFluxError: ${String(error)}`);
    return `${error.code} ${error.message}`;
  };
  const change = (name: string, value: string) => async (url: string) => {
    const back = await wayBack(url);
    back.searchParams.set(name, value);
    await fetch(back);
  };

  test("another login's state", async () => {
    expect(await refused(change("state", "x".repeat(43)))).toContain("another login's state");
  });

  test("another issuer (RFC 9207)", async () => {
    expect(await refused(change("iss", "https://evil.example"))).toContain("another issuer");
  });

  test("a code that the issuer did not give", async () => {
    expect(await refused(change("code", "guessed"))).toContain("WF_SERVICE_REFUSED");
  });

  test("no to the question, quoting no more than the word", async () => {
    const back = async (url: string, error: string) => {
      const address = await wayBack(url);
      address.searchParams.delete("code");
      address.searchParams.set("error", error);
      await fetch(address);
    };
    expect(await refused((url) => back(url, "access_denied"))).toMatch(
      /WF_LOGIN .*refused by the issuer \(access_denied\)/,
    );
    expect(await refused((url) => back(url, "\u001b[2J<b>"))).toMatch(/refused by the issuer;/);
  });

  test("nobody comes", async () => {
    expect(await refused(async () => {}, { timeoutMs: 50 })).toContain("WF_LOGIN");
  });

  test("an issuer that names another", async () => {
    const issuer = local.issuer.replace("127.0.0.1", "localhost");
    expect(await refused(async () => {}, { issuer })).toContain("in the name of another issuer");
  });

  test("an issuer whose answer is none", async () => {
    local.faults.answer = { issuer: "not-the-object" };
    expect(await refused(async () => {})).toContain("no description of an issuer");
  });
});

test.each([
  ["nonce", "another-login", "with a token for another login"],
  ["iss", "https://evil.example", "with a token of another issuer"],
])("a token with another %s is refused", async (claim, value, why) => {
  const login = { sub: "1", email: "dev@acme.example", email_verified: true, [claim]: value };
  const other = await startLocalSigstore({ login });
  const { issuer, clientId } = other;
  const logging = logIn((url) => fetch(url), { issuer, clientId });
  await expect(logging.finally(() => other.close())).rejects.toThrow(why);
});

test("the listener takes one request, under its own name, for its own path", async () => {
  const seen: number[] = [];
  await logIn(async (url) => {
    const back = await wayBack(url);
    const other = new URL(back);
    other.pathname = "/favicon.ico";
    seen.push((await fetch(other)).status);
    other.href = back.href.replace("127.0.0.1", "localhost"); // a page elsewhere, under its own name
    seen.push((await fetch(other).catch(() => ({ status: 0 }))).status);
    seen.push((await fetch(back, { method: "POST" })).status);
    seen.push((await fetch(back)).status);
    const again = await fetch(back).catch(() => ({ status: 0 }));
    expect([0, 410]).toContain(again.status);
  });
  expect(seen).toEqual([404, expect.toSatisfy((status) => [0, 404].includes(status)), 404, 200]);
});
