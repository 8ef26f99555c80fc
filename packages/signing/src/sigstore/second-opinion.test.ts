import { Identity, SigstoreVerifier } from "@freedomofpress/sigstore-browser";
import type { Faults } from "@worldflux/local-sigstore";
import { manifestName } from "@worldflux/schema";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  type AnyBundle,
  type LocalSigstore,
  payload,
  plain,
  somebody,
  startLocalSigstore,
  trustOf,
} from "../../test/keyless-package.ts";
import { bytesOf } from "../../test/signed-package.ts";
import { verifyBundle } from "../verify.ts";
import type { SigstoreTrust } from "./sigstore-trust.ts";

// A verifier by others that shares no code with ours: WebCrypto and its own ASN.1 reader. It reads
// Rekor v1 with dsse 0.0.1 alone, and one log; what it cannot say anything about is tested elsewhere.
let local: LocalSigstore;
let trust: SigstoreTrust;
const second = new SigstoreVerifier({ tlogThreshold: 1, ctlogThreshold: 1, tsaThreshold: 1 });
beforeAll(async () => {
  local = await startLocalSigstore();
  trust = await trustOf(local);
  const [rekor1, ...others] = local.trustedRoot.tlogs;
  expect(others).toHaveLength(1);
  await second.loadSigstoreRoot({ ...local.trustedRoot, tlogs: rekor1 ? [rekor1] : [] });
});
afterAll(() => local.close());
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
});

/** What each of the two makes of a bundle: ours under our policy, theirs under the same name and issuer. */
async function opinions(bundle: AnyBundle) {
  const ours = verifyBundle({
    sigstore: trust,
    bundleBytes: bytesOf(bundle),
    manifestBytes: plain.get(manifestName) ?? new Uint8Array(),
    now: new Date(Date.now() + 5000),
  });
  const policy = new Identity({ identity: somebody.email, issuer: local.issuer });
  const theirs = await second.verifyDsse(structuredClone(bundle) as never, policy).then(
    (found) => Buffer.from(found.payload).equals(payload),
    () => false,
  );
  return [ours.signature.status === "pass" && ours.identity.status === "pass", theirs];
}

const make = (more: object = {}) => local.bundle({ payload, claims: somebody, log: "v1", ...more });

test("both accept what is in order", async () => {
  expect(await opinions(make())).toEqual([true, true]);
});

test.each<[string, Faults]>([
  ["a certificate of another key", { certificate: "other-key" }],
  ["a certificate for somebody else", { certificate: "other-name" }],
  ["a certificate no log saw", { certificate: "no-sct" }],
  ["a certificate of another authority", { certificate: "other-authority" }],
  ["a certificate that had run out", { certificate: "expired" }],
  ["an entry of other content", { entry: "other-content" }],
  ["an entry of an unknown log", { entry: "other-log-id" }],
  ["a proof of another root", { entry: "wrong-root" }],
  ["a checkpoint signed wrongly", { entry: "wrong-signature" }],
  ["a time stamp of another chain", { timestamp: "other-chain" }],
  ["a time stamp of another digest", { timestamp: "other-digest" }],
])("both refuse %s", async (_, faults) => {
  Object.assign(local.faults, faults);
  expect(await opinions(make())).toEqual([false, false]);
});

test("both refuse another issuer, a changed statement, and parts of another bundle", async () => {
  const claims = { ...somebody, iss: "https://other.example" };
  expect(await opinions(make({ claims }))).toEqual([false, false]);
  const [one, two] = [make(), make()];
  const envelope = { ...one.dsseEnvelope, payload: Buffer.from("{}").toString("base64") };
  expect(await opinions({ ...one, dsseEnvelope: envelope })).toEqual([false, false]);
  for (const part of ["certificate", "tlogEntries", "timestampVerificationData"] as const) {
    const material = { ...one.verificationMaterial, [part]: two.verificationMaterial[part] };
    expect(await opinions({ ...one, verificationMaterial: material }), part).toEqual([
      false,
      false,
    ]);
  }
  expect(await opinions(one)).toEqual([true, true]);
});

test("ours alone refuses a log's time that the log did not sign", async () => {
  local.faults.entry = "no-promise";
  expect(await opinions(make())).toEqual([false, true]);
});
