import type { Faults } from "@worldflux/local-sigstore";
import { canonicalBytes } from "@worldflux/schema";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type LocalSigstore,
  payload as packageStatement,
  plain,
  somebody,
  startLocalSigstore,
  trustOf,
} from "../test/keyless-package.ts";
import { cosigned, digests, keylessLock, lockBy, stamped, trustingAll } from "../test/locks.ts";
import { bytesOf, keyOf } from "../test/signed-package.ts";
import { signatureName } from "./bundle.ts";
import { checkLocks } from "./check-locks.ts";
import { checkSignature } from "./check-package.ts";
import { readLock } from "./read-lock.ts";
import { loadTimestampTrust } from "./sigstore/load-timestamp-trust.ts";
import type { SigstoreTrust } from "./sigstore/sigstore-trust.ts";
import type { SignatureTrust } from "./verify-envelope.ts";

const now = new Date("2026-06-01T00:00:00Z");
const march = (seconds: number) => new Date(Date.parse("2026-03-01T10:00:00Z") + seconds * 1000);
const buyerName = { email: "qa@buyer.example", email_verified: true };
const buyer = keyOf();

let local: LocalSigstore;
let trust: SigstoreTrust;
beforeAll(async () => {
  local = await startLocalSigstore();
  const identities = [somebody.email, buyerName.email].map((exact) => ({
    issuer: local.issuer,
    san: { exact },
  }));
  trust = await trustOf(local, { identities });
});
beforeEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
  // Stamped first, logged two seconds later.
  local.faults.clock = {
    fulcio: march(0),
    "ct-log": march(0),
    tsa: march(3),
    rekor1: march(5),
    rekor2: march(5),
  };
});
afterAll(() => local.close());

type Lock = ReturnType<typeof keylessLock>;

function check(locks: readonly (Lock | Uint8Array)[], by: SignatureTrust = { sigstore: trust }) {
  const files = locks.map((lock, i) => ({
    name: `locks/${i + 1}.sigstore.json`,
    bytes: lock instanceof Uint8Array ? lock : bytesOf(lock),
  }));
  return checkLocks(files, { ...digests, trust: { ...by, now } });
}
const outcome = (...of: Parameters<typeof check>) => {
  const { status, code } = check(...of);
  return `${status} ${code}`;
};
const factsOf = (lock: Lock) => readLock(bytesOf(lock), "lock");
const passed = "pass lock_time_proven";

describe("a lock by a name", () => {
  test.each([
    ["a log's time alone", { timestamp: false }, 5, "log"],
    ["a log and an earlier time stamp: the later time is what it states", {}, 5, "log"],
    ["a log without a time, and a time stamp", { log: "v2" }, 3, undefined],
    ["the older form of that log", { log: "v2-dsse" }, 3, undefined],
  ] as const)("%s", (_, how, seconds, by) => {
    const lock = keylessLock(local, {}, how);
    expect(outcome([lock])).toBe(passed);
    const { signed_with, stamped_at, stamped_by, signer } = factsOf(lock);
    expect(stamped_at).toBe(march(seconds).toISOString());
    expect([signed_with, stamped_by]).toEqual(["certificate", by]);
    expect(signer).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(signer).toBe(factsOf(keylessLock(local, {}, { log: "v2" })).signer);
  });

  test("says whose it is and who vouches, and the earliest time that is proven", () => {
    const { detail, locks } = check([keylessLock(local)]);
    expect(detail).toContain(`by "dev@acme.example", as "${local.issuer}" vouches, signed before`);
    expect(locks[0]).toMatchObject({
      signer: "dev@acme.example",
      signed_at: { at: march(3).toISOString(), by: "rfc3161" },
    });
  });

  test("without any time is no pass, and no fault: as one by a key without a time stamp", () => {
    const lock = keylessLock(local, {}, { log: "v2", timestamp: false });
    expect(factsOf(lock).stamped_at).toBeNull();
    expect(outcome([lock])).toBe("not_evaluated lock_time_unproven");
    expect(check([lock]).locks[0]).toMatchObject({ signer: null, signed_at: null });
  });

  test("is not evaluated where no policy is given, as in a browser", () => {
    const lock = keylessLock(local);
    expect(outcome([lock], {})).toBe("not_evaluated no_sigstore_policy");
    const keys = { trustedSigners: trustingAll({ Buyer: buyer }, local) };
    expect(outcome([lock], keys)).toBe("not_evaluated no_sigstore_policy");
    expect(checkLocks([{ name: "lock", bytes: bytesOf(lock) }], digests).code).toBe(
      "no_trusted_signers",
    );
  });

  test("by a name that the policy does not have is no pass, and no fault either", () => {
    const stranger = { email: "dev@acme.example.com", email_verified: true };
    const found = check([keylessLock(local, {}, { claims: stranger })]);
    expect([found.status, found.code]).toEqual(["not_evaluated", "signer_unknown"]);
    expect(found.locks[0]?.signer).toBeNull();
    expect(found.detail).toContain("whom the policy does not name");
  });
});

describe("two sides", () => {
  const author = () => keylessLock(local);
  const cosigning = (lock: Lock, how = {}) =>
    keylessLock(local, { role: "counterparty", cosigns: factsOf(lock).statement }, how);

  test("an author by name and a buyer by key", async () => {
    const lock = author();
    const second = stamped(cosigned(bytesOf(lock), buyer), local);
    const trustedSigners = trustingAll({ Buyer: buyer }, local);
    const timestamps = (await loadTimestampTrust(trustedSigners, "config")) ?? undefined;
    const both = { sigstore: trust, trustedSigners, timestamps };
    expect(outcome([lock, second], both)).toBe(passed);
    expect(outcome([lock, second])).toBe("not_evaluated no_trusted_signers");
    // The deployment's own time stamps count for names alone.
    const unstamped = { sigstore: trust, trustedSigners: trustingAll({ Buyer: buyer }) };
    expect(outcome([lock, second], unstamped)).toBe("not_evaluated counterparty_time_unproven");
  });

  test("a buyer by name, of an author by key", async () => {
    const first = stamped(lockBy(buyer), local);
    const { statement: cosigns } = readLock(first, "lock");
    const second = keylessLock(local, { role: "counterparty", cosigns });
    const trustedSigners = trustingAll({ ACME: buyer }, local);
    const timestamps = (await loadTimestampTrust(trustedSigners, "config")) ?? undefined;
    expect(outcome([first, second], { sigstore: trust, trustedSigners, timestamps })).toBe(passed);
  });

  test("two names", () => {
    const lock = author();
    expect(outcome([lock, cosigning(lock, { claims: buyerName })])).toBe(passed);
  });

  test("one name under two certificates is one side", () => {
    const lock = author();
    const { status, code, problem } = check([lock, cosigning(lock)]);
    expect([status, code]).toEqual(["fail", "lock_mismatch"]);
    expect(problem).toContain("by a name that made another of the locks");
  });
});

describe("refused:", () => {
  const year2021 = new Date("2021-01-01T00:00:00Z");
  test.each<[string, Faults, string, ("v1" | "v2")?]>([
    ["a time stamp with a false early time", { clock: { tsa: year2021 } }, "certificate_wrong"],
    ["a log's false early time", { clock: { rekor1: year2021 } }, "certificate_wrong"],
    ["a time stamp of another authority", { timestamp: "other-chain" }, "timestamp_wrong"],
    ["a time stamp over something else", { timestamp: "other-digest" }, "timestamp_wrong"],
    ["an entry of another statement", { entry: "other-content" }, "log_entry_wrong"],
    ["an entry of another statement", { entry: "other-content" }, "log_entry_wrong", "v2"],
    ["an entry for another signature", { entry: "other-signature" }, "log_entry_wrong"],
    ["an entry for another signature", { entry: "other-signature" }, "log_entry_wrong", "v2"],
    ["an entry of another certificate", { entry: "other-certificate" }, "log_entry_wrong"],
    ["an entry of another log", { entry: "other-log-id" }, "log_entry_wrong"],
    ["a time that its log did not sign", { entry: "no-promise" }, "lock_invalid"],
    ["a certificate of another authority", { certificate: "other-authority" }, "certificate_wrong"],
    ["a certificate for another key", { certificate: "other-key" }, "signature_wrong"],
  ])("%s", (_, faults, code, log = "v1") => {
    Object.assign(local.faults, { ...faults, clock: { ...local.faults.clock, ...faults.clock } });
    expect(outcome([keylessLock(local, {}, { log })])).toBe(`fail ${code}`);
  });

  test("another lock's log entry, or its time stamp", () => {
    const early = keylessLock(local, { created_at: "2026-01-01T00:00:00Z" });
    for (const part of ["tlogEntries", "timestampVerificationData", "certificate"] as const) {
      const lock = keylessLock(local);
      Object.assign(lock.verificationMaterial, { [part]: early.verificationMaterial[part] });
      expect(check([lock]).status, part).toBe("fail");
    }
  });

  test("an edited time, however late: none of the times is taken on its word", () => {
    const lock = keylessLock(local);
    const [entry] = lock.verificationMaterial.tlogEntries;
    for (const seconds of [-100, -1, 1, 100_000]) {
      const integratedTime = String(march(5).getTime() / 1000 + seconds);
      Object.assign(entry ?? {}, { integratedTime });
      expect(check([lock]).status, integratedTime).toBe("fail");
    }
  });

  test.each(["9007199254740991", "1", "32503680000"])("a time that is none: %s", (time) => {
    const lock = keylessLock(local);
    Object.assign(lock.verificationMaterial.tlogEntries[0] ?? {}, { integratedTime: time });
    expect(outcome([lock])).toBe("fail lock_invalid");
  });

  test.each(["AAAA", "MAA=", Buffer.from("no DER").toString("base64")])(
    "a certificate that is none: %s",
    (rawBytes) => {
      const lock = keylessLock(local);
      lock.verificationMaterial.certificate.rawBytes = rawBytes;
      expect(outcome([lock])).toBe("fail lock_invalid");
      expect(() => factsOf(lock)).toThrow("lock: the certificate cannot be read");
    },
  );
});

describe("a lock is no signature of a package, nor the other way round,", () => {
  test("by a name", () => {
    const lock = bytesOf(keylessLock(local));
    const { signature } = checkSignature(new Map(plain).set(signatureName, lock), {
      ...{ sigstore: trust, now },
    });
    expect([signature.status, signature.code]).toEqual(["fail", "statement_format"]);
    const signed = keylessLock(local, {}, { payload: packageStatement });
    expect(outcome([signed])).toBe("fail lock_invalid");
  });
});

test("any other bytes: never a pass of something else, never an exception", () => {
  const genuine = bytesOf(keylessLock(local));
  const before = readLock(genuine, "lock");
  const text = new TextDecoder().decode(genuine);
  // Most bytes are the certificate's and the time stamp's; as many changes fall on the rest.
  const places = [...text.matchAll(/"(?:integratedTime|logIndex|rawBytes|payload|sig)":"?/g)];
  const place = fc.oneof(
    fc.nat(genuine.length - 1),
    ...places.map(({ index, 0: { length } }) =>
      fc.integer({ min: index + length, max: Math.min(index + length + 40, genuine.length - 1) }),
    ),
  );
  fc.assert(
    fc.property(place, fc.integer({ min: 0x20, max: 0x7e }), (at, byte) => {
      const bytes = Uint8Array.from(genuine);
      bytes[at] = byte;
      const { status, locks } = check([bytes]);
      if (status === "pass") expect(locks[0]?.facts).toEqual(before);
    }),
    { numRuns: 200 },
  );
});

test("any spelling of the bundle is read as the same lock", () => {
  const lock = keylessLock(local);
  expect(readLock(canonicalBytes(lock), "lock")).toEqual(factsOf(lock));
});
