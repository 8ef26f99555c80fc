import { sha256 } from "@worldflux/schema";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withFittingKey } from "../test/fitting-key.ts";
import { type LocalSigstore, startLocalSigstore } from "../test/keyless-package.ts";
import { bundleOf, cosigned, digests, lockBy, stamped, trustingAll } from "../test/locks.ts";
import { bytesOf, keyOf, signatureOf, unsignedPackage } from "../test/signed-package.ts";
import { checkLocks } from "./check-locks.ts";
import { readLock } from "./read-lock.ts";
import { loadTimestampTrust } from "./sigstore/load-timestamp-trust.ts";

const author = keyOf();
const buyer = keyOf("ed25519");
const stranger = keyOf();
const now = new Date("2026-06-01T00:00:00Z");

let local: LocalSigstore;
let other: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
  other = await startLocalSigstore();
});
beforeEach(() => {
  local.faults.clock = { tsa: new Date("2026-03-01T10:00:00Z") };
  delete local.faults.timestamp;
});
afterAll(async () => {
  await local.close();
  await other.close();
});

async function check(
  locks: readonly Uint8Array[],
  keys: Parameters<typeof trustingAll>[0] = { ACME: author, Buyer: buyer },
  {
    tsa = local,
    at = now,
    of = digests,
  }: { tsa?: LocalSigstore | null; at?: Date; of?: typeof digests } = {},
) {
  const trustedSigners = trustingAll(keys, tsa ?? undefined);
  const timestamps = (await loadTimestampTrust(trustedSigners, "config")) ?? undefined;
  const files = locks.map((bytes, i) => ({ name: `locks/${i + 1}.sigstore.json`, bytes }));
  return checkLocks(files, { ...of, trust: { trustedSigners, timestamps, now: at } });
}

describe("a lock", () => {
  test("without a time stamp names its signer, and is no pass", async () => {
    const { status, code, detail, locks } = await check([lockBy(author)]);
    expect([status, code]).toEqual(["not_evaluated", "lock_time_unproven"]);
    expect(detail).toContain('"ACME", without a time stamp; nothing proves when');
    expect(locks[0]).toMatchObject({ status: "pass", signer: "ACME", signed_at: null });
  });

  test("with a time stamp of a trusted authority passes", async () => {
    const { status, code, detail, locks } = await check([stamped(lockBy(author), local)]);
    expect([status, code]).toEqual(["pass", "lock_time_proven"]);
    expect(detail).toContain("signed before 2026-03-01T10:00:00.000Z");
    expect(locks[0]?.facts?.stamped_at).toBe("2026-03-01T10:00:00.000Z");
    expect(locks[0]?.signed_at).toMatchObject({ by: "rfc3161", name: "Local TSA" });
  });

  test("stamped by an authority that nobody trusts is no pass", async () => {
    const lock = stamped(lockBy(author), other);
    for (const tsa of [local, null]) {
      const { status, code } = await check([lock], undefined, { tsa });
      expect([status, code]).toEqual(["not_evaluated", "lock_time_unproven"]);
    }
    local.faults.timestamp = "other-chain";
    expect((await check([stamped(lockBy(author), local)])).status).not.toBe("pass");
  });

  test("with a time stamp over something else is refused", async () => {
    local.faults.timestamp = "other-digest";
    const { status, code } = await check([stamped(lockBy(author), local)]);
    expect([status, code]).toEqual(["fail", "timestamp_wrong"]);
  });

  test("under an old time stamp, by a key that was computed to fit it, is refused", async () => {
    const { bundleBytes, publicKey } = withFittingKey(lockBy(author));
    const lock = stamped(bundleBytes, local);
    const { status, code } = await check([lock], { ACME: { ...author, publicKey } });
    expect([status, code]).toEqual(["fail", "lock_invalid"]);
  });

  test("with another lock's time stamp is refused", async () => {
    const early = bundleOf(stamped(lockBy(author, { created_at: "2026-01-01T00:00:00Z" }), local));
    const late = bundleOf(lockBy(author));
    late.verificationMaterial = early.verificationMaterial;
    expect((await check([bytesOf(late)])).code).toBe("timestamp_wrong");
  });

  test("with two time stamps is none: an earlier one could be anybody's", async () => {
    const bundle = bundleOf(stamped(lockBy(author), local));
    const { rfc3161Timestamps } = bundle.verificationMaterial.timestampVerificationData;
    rfc3161Timestamps.push(...rfc3161Timestamps);
    const { status, code, detail } = await check([bytesOf(bundle)]);
    expect([status, code]).toEqual(["fail", "lock_invalid"]);
    expect(detail).toContain("2 time stamps");
  });

  test("with a time stamp in the future is refused", async () => {
    local.faults.clock = { tsa: new Date("2030-01-01T00:00:00Z") };
    expect((await check([stamped(lockBy(author), local)])).status).toBe("fail");
  });

  test("of another claim, or before a change of the protocol, fits nothing", async () => {
    const lock = stamped(lockBy(author), local);
    for (const document of ["claim", "protocol"] as const) {
      const of = { ...digests, [document]: sha256("changed") };
      const { status, code, detail } = await check([lock], undefined, { of });
      expect([status, code]).toEqual(["fail", "lock_mismatch"]);
      expect(detail).toContain(`another ${document}.json`);
      // Also to somebody who trusts nobody.
      const untrusted = checkLocks([{ name: "lock", bytes: lock }], of);
      expect(untrusted.status).toBe("fail");
    }
  });

  test("that says other ids or episodes than the documents is refused", async () => {
    const lock = stamped(lockBy(author), local);
    const { claim_id, protocol_id, episodes } = readLock(lock, "lock");
    const of = { ...digests, claim_id, protocol_id, episodes };
    expect((await check([lock], undefined, { of })).status).toBe("pass");
    for (const [edit, words] of [
      [{ claim_id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTX" }, "calls the claim clm_"],
      [{ protocol_id: "prt_01HXY7K9ABCDEFGHJKMNPQRSTX" }, "calls the protocol prt_"],
      [{ episodes: { ...episodes, cells: 9 } }, "10 episodes of 1 tasks are planned"],
      [{ episodes: { ...episodes, sha256: sha256("x") } }, "protocol.json plans otherwise"],
    ] as const) {
      const { status, code, detail } = await check([lock], undefined, { of: { ...of, ...edit } });
      expect([status, code]).toEqual(["fail", "lock_mismatch"]);
      expect(detail).toContain(words);
    }
  });

  test("by a stranger is no pass, and names nobody", async () => {
    const { status, code, locks } = await check([stamped(lockBy(stranger), local)]);
    expect([status, code]).toEqual(["not_evaluated", "key_unknown"]);
    expect(locks[0]?.signer).toBeNull();
  });

  test("signed again by a stranger under the author's key id is refused", async () => {
    const bundle = bundleOf(lockBy(author));
    bundle.dsseEnvelope.signatures[0].sig = bundleOf(
      lockBy(stranger),
    ).dsseEnvelope.signatures[0].sig;
    expect((await check([bytesOf(bundle)])).code).toBe("signature_wrong");
  });

  test("with an edited statement is refused", async () => {
    const bundle = bundleOf(lockBy(author));
    const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString();
    const edited = payload.replace('"role":"author"', '"role":"counterparty"');
    bundle.dsseEnvelope.payload = Buffer.from(edited).toString("base64");
    expect((await check([bytesOf(bundle)])).code).toBe("signature_wrong");
  });

  test("by a key that was revoked counts if a time stamp shows that it was made before", async () => {
    const trustedSigners = trustingAll({ ACME: author }, local);
    const acme = trustedSigners.byKeyId.get(author.publicKey.keyId);
    if (acme === undefined) throw new Error("no signer");
    const revoked = {
      ...trustedSigners,
      byKeyId: new Map([[author.publicKey.keyId, { ...acme, revokedAt: "2026-04-01T00:00:00Z" }]]),
    };
    const timestamps = (await loadTimestampTrust(revoked, "config")) ?? undefined;
    const trust = { trustedSigners: revoked, timestamps, now };
    const of = (bytes: Uint8Array) => checkLocks([{ name: "lock", bytes }], { ...digests, trust });
    expect(of(stamped(lockBy(author), local)).status).toBe("pass");
    expect(of(lockBy(author))).toMatchObject({ status: "fail", code: "revoked" });
  });

  test("nothing is locked: not evaluated", async () => {
    expect(await check([])).toMatchObject({ status: "not_evaluated", code: "not_locked" });
  });
});

describe("an acceptance contract", () => {
  const both = () => {
    const lock = stamped(lockBy(author), local);
    return [lock, stamped(cosigned(lock, buyer), local)] as const;
  };

  test("names both sides", async () => {
    const { status, locks } = await check(both());
    expect(status).toBe("pass");
    expect(locks.map(({ signer, facts }) => [facts?.role, signer])).toEqual([
      ["author", "ACME"],
      ["counterparty", "Buyer"],
    ]);
  });

  test("one side's time stamp proves nothing of when the other signed", async () => {
    const lock = lockBy(author);
    const untimed = await check([lock, stamped(cosigned(lock, buyer), local)]);
    expect([untimed.status, untimed.code]).toEqual(["not_evaluated", "author_time_unproven"]);
    expect(untimed.detail).toContain("; nothing proves when locks/1.sigstore.json was made");
    const first = stamped(lock, local);
    for (const second of [cosigned(first, buyer), stamped(cosigned(first, buyer), other)]) {
      const { status, code } = await check([first, second]);
      expect([status, code]).toEqual(["not_evaluated", "counterparty_time_unproven"]);
    }
    expect((await check([lock, cosigned(lock, buyer)])).code).toBe("lock_time_unproven");
  });

  test("a lock that is wrong decides, not one that misses a policy, in any order", async () => {
    const expired = lockBy(author);
    const forged = bundleOf(lockBy(buyer, { role: "counterparty" }));
    forged.dsseEnvelope.signatures[0].sig = bundleOf(
      lockBy(stranger),
    ).dsseEnvelope.signatures[0].sig;
    const trustedSigners = trustingAll({ ACME: author, Buyer: buyer });
    const acme = trustedSigners.byKeyId.get(author.publicKey.keyId);
    if (acme === undefined) throw new Error("no signer");
    const byKeyId = new Map(trustedSigners.byKeyId);
    byKeyId.set(author.publicKey.keyId, { ...acme, validUntil: "2026-02-01T00:00:00Z" });
    const trust = { trustedSigners: { ...trustedSigners, byKeyId }, now };
    const of = (...locks: Uint8Array[]) => {
      const files = locks.map((bytes, i) => ({ name: `${i}`, bytes }));
      return checkLocks(files, { ...digests, trust });
    };
    expect(of(expired).code).toBe("expired");
    for (const locks of [
      [expired, bytesOf(forged)],
      [bytesOf(forged), expired],
    ]) {
      expect(of(...locks)).toMatchObject({ status: "fail", code: "signature_wrong" });
    }
    // Nor is a co-signed lock that is not there a matter of policy.
    const alone = cosigned(lockBy(stranger), author);
    expect(of(alone)).toMatchObject({ status: "fail", code: "lock_mismatch" });
    expect(of(alone).locks[0]?.code).toBe("expired");
  });

  test("one side that is not known is no pass", async () => {
    const { status, locks } = await check(both(), { ACME: author });
    expect(status).toBe("not_evaluated");
    expect(locks.map(({ status }) => status)).toEqual(["pass", "not_evaluated"]);
  });

  test("without the lock that is co-signed is refused", async () => {
    const { status, code, problem } = await check([both()[1]]);
    expect([status, code]).toEqual(["fail", "lock_mismatch"]);
    expect(problem).toContain("which is not there");
  });

  test("with the same lock twice, or one key on both sides, is refused", async () => {
    const lock = lockBy(author);
    const again = bundleOf(lockBy(author)); // another signature over the same statement
    expect((await check([lock, bytesOf(again)])).problem).toContain("there twice");
    expect((await check([lock, cosigned(lock, author)])).problem).toContain("another of the locks");
  });
});

describe("what is no lock", () => {
  const code = async (bytes: Uint8Array) => (await check([bytes])).code;
  const edited = (edit: (statement: Record<string, never>) => void): Uint8Array => {
    const bundle = bundleOf(lockBy(author));
    const statement = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, "base64").toString());
    edit(statement);
    bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(statement)).toString("base64");
    return bytesOf(bundle);
  };

  test.each<[string, (s: Record<string, unknown>) => void]>([
    ["an unknown field", (s) => Object.assign(s, { note: "x" })],
    ["an unknown field of the predicate", (s) => Object.assign(s["predicate"] ?? {}, { note: 1 })],
    ["another key", (s) => Object.assign(s["predicate"] ?? {}, { key: sha256("another") })],
    ["no key", (s) => Object.assign(s["predicate"] ?? {}, { key: null })],
    ["a third subject", (s) => (s["subject"] as unknown[]).push({ name: "x", digest: {} })],
    ["one subject", (s) => (s["subject"] as unknown[]).pop()],
    ["another predicate type", (s) => Object.assign(s, { predicateType: "https://x.example/v1" })],
    ["a role of nobody's", (s) => Object.assign(s["predicate"] ?? {}, { role: "notary" })],
    ["a time that is none", (s) => Object.assign(s["predicate"] ?? {}, { created_at: "soon" })],
    [
      "a private path",
      (s) =>
        Object.assign(s["predicate"] ?? {}, { producer: { name: "/home/me/x", version: "1" } }),
    ],
  ])("%s", async (_, edit) => {
    expect(await code(edited(edit as never))).toBe("lock_invalid");
  });

  test("the signature of a package", async () => {
    expect(await code(signatureOf(unsignedPackage(), author))).toBe("lock_invalid");
  });

  test("any other bytes: never a pass, never an exception", async () => {
    const genuine = stamped(lockBy(author), local);
    const trustedSigners = trustingAll({ ACME: author }, local);
    const timestamps = (await loadTimestampTrust(trustedSigners, "config")) ?? undefined;
    const trust = { trustedSigners, timestamps, now };
    const before = readLock(genuine, "lock");
    fc.assert(
      fc.property(fc.nat(genuine.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const bytes = Uint8Array.from(genuine);
        bytes[at] = byte;
        const { status, locks } = checkLocks([{ name: "lock", bytes }], { ...digests, trust });
        if (status === "pass") expect(locks[0]?.facts).toEqual(before);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(checkLocks([{ name: "lock", bytes }], { ...digests, trust }).status).toBe("fail");
      }),
    );
  });
});
