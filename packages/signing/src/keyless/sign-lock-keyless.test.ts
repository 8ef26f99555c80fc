import { type Faults, startLocalSigstore } from "@worldflux/local-sigstore";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { trustOf } from "../../test/keyless-package.ts";
import { digests, lockOf } from "../../test/locks.ts";
import { checkLocks } from "../check-locks.ts";
import { readLock } from "../read-lock.ts";
import { readIdentityToken } from "./identity-token.ts";
import { signLockKeyless } from "./sign-lock-keyless.ts";
import { readSigningServices } from "./signing-config.ts";

let local: Awaited<ReturnType<typeof startLocalSigstore>>;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
});

function sign(edit: Parameters<typeof lockOf>[0] = {}, notBy?: string) {
  const now = new Date();
  const mediaType = "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";
  const { signingConfig, trustedRoot } = local;
  const config = JSON.stringify({ mediaType, signingConfig, trustedRoot });
  return signLockKeyless({
    ...{ ...lockOf(edit), now, notBy },
    identity: readIdentityToken(local.identityToken(), "sigstore", now),
    services: readSigningServices(new TextEncoder().encode(config), "config", now),
  });
}

test("what the services sign is a lock that passes", async () => {
  const { bundleBytes: bytes, name } = await sign();
  expect(name).toBe("dev@acme.example");
  const trust = { sigstore: await trustOf(local), now: new Date() };
  const found = checkLocks([{ name: "lock", bytes }], { ...digests, trust });
  expect([found.status, found.code]).toEqual(["pass", "lock_time_proven"]);
});

test("nobody co-signs their own lock under a second certificate: nothing is stamped or logged", async () => {
  const { signer, statement } = readLock((await sign()).bundleBytes, "lock");
  const asked = local.requests.length;
  const again = sign({ role: "counterparty", cosigns: statement }, signer);
  await expect(again).rejects.toMatchObject({ code: "WF_LOCK_REFUSED" });
  expect(local.requests.slice(asked)).toEqual(["POST /api/v2/signingCert"]);
});

test("what a reader would refuse is not returned", async () => {
  local.faults.entry = "wrong-signature";
  await expect(sign()).rejects.toMatchObject({ code: "WF_SERVICE_ANSWER" });
});
