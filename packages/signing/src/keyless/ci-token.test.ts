import { startLocalSigstore } from "@worldflux/local-sigstore";
import { expect, test } from "vitest";
import { ciToken } from "./ci-token.ts";
import { readIdentityToken } from "./identity-token.ts";

test("nothing in the environment, no token", async () => {
  expect(await ciToken({}, "sigstore")).toBeUndefined();
  expect(await ciToken({ ACTIONS_ID_TOKEN_REQUEST_URL: "https://x.example" }, "s")).toBeUndefined();
});

test("SIGSTORE_ID_TOKEN comes first, as it is", async () => {
  expect(await ciToken({ SIGSTORE_ID_TOKEN: "a.b.c" }, "sigstore")).toBe("a.b.c");
});

test("GitHub Actions is asked for a token with the audience", async () => {
  const local = await startLocalSigstore();
  try {
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${local.issuer}/ci?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
    };
    const token = (await ciToken(environment, "sigstore")) ?? "";
    const identity = readIdentityToken(token, "sigstore", new Date());
    expect(identity).toMatchObject({
      email: undefined,
      subject: "repo:acme/robot:ref:refs/tags/v1",
    });
    local.faults.answer = { issuer: "not-the-object" };
    await expect(ciToken(environment, "sigstore")).rejects.toThrow("without a token");
  } finally {
    await local.close();
  }
});

test.each(["http://elsewhere.example/token", "not an address"])(
  "the secret is not sent to %s",
  async (address) => {
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_URL: address,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
    };
    await expect(ciToken(environment, "sigstore")).rejects.toThrow(/no address|neither https/);
  },
);
