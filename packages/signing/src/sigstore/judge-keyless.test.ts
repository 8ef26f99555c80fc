import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type LocalSigstore,
  payload,
  plain,
  somebody,
  startLocalSigstore,
  trustOf,
} from "../../test/keyless-package.ts";
import { bytesOf } from "../../test/signed-package.ts";
import { signatureName } from "../bundle.ts";
import { checkSignature } from "../check-package.ts";

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());

test.each(["v1", "v2", "v2-dsse"] as const)("happy %s", async (log) => {
  const bundle = local.bundle({ payload, claims: somebody, log });
  const files = new Map(plain).set(signatureName, bytesOf(bundle));
  const t0 = performance.now();
  const sigstore = await trustOf(local);
  const t1 = performance.now();
  const checks = checkSignature(files, { sigstore, now: new Date() });
  console.log(checks, t1 - t0, performance.now() - t1);
  expect(checks.signature.status).toBe("pass");
});
