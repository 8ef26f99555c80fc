import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { der, derTag } from "./der.ts";
import { isSoundEd25519Key } from "./ed25519-key.ts";
import type { SigningAlgorithm } from "./public-key.ts";
import { isSignatureForm } from "./signature-form.ts";
import { verifierOf as browser } from "./verifier-of-browser.ts";
import { verifierOf as node } from "./verifier-of-node.ts";

const heads = {
  "ecdsa-p256-sha256": "3059301306072a8648ce3d020106082a8648ce3d030107034200",
  ed25519: "302a300506032b6570032100",
} as const;
const spkiOf = (algorithm: SigningAlgorithm, point: Uint8Array) =>
  Buffer.concat([Buffer.from(heads[algorithm], "hex"), point]);

type Answer = "accepted" | "refused" | "form" | "no key";

/** What a reader gets: the form first, then the arithmetic, in both. Demands that they agree. */
function answer(
  algorithm: SigningAlgorithm,
  point: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Answer {
  if (algorithm === "ed25519" && !isSoundEd25519Key(point)) return "no key";
  const spki = spkiOf(algorithm, point);
  const [ours, theirs] = [browser(algorithm, spki), node(algorithm, spki)];
  expect(ours === null, "both read the key, or neither").toBe(theirs === null);
  if (!ours || !theirs) return "no key";
  const before = Uint8Array.from(signature);
  const openssl = theirs(data, signature);
  const form = isSignatureForm(algorithm, signature);
  // What the form refuses, OpenSSL refuses too: the form is no stricter than it says.
  if (!form) expect(openssl).toBe(false);
  else expect(ours(data, signature)).toBe(openssl);
  expect(Uint8Array.from(signature)).toEqual(before);
  if (!form) return "form";
  return openssl ? "accepted" : "refused";
}

const bytes = (text: string) => new TextEncoder().encode(text);
const message = bytes("a statement");
const random = (seed: number) => createHash("sha512").update(`seed ${seed}`).digest();
const scalarOf = (seed: number, order: bigint) =>
  (BigInt(`0x${random(seed).toString("hex")}`) % (order - 1n)) + 1n;

describe("ECDSA over P-256", () => {
  const algorithm = "ecdsa-p256-sha256";
  const { Point } = p256;
  const n = Point.Fn.ORDER;
  const h = BigInt(`0x${createHash("sha256").update(message).digest("hex")}`) % n;
  const key = Point.BASE.multiply(scalarOf(1, n)).toBytes(false);

  const octets = (value: bigint) => {
    const hex = value.toString(16);
    const even = hex.length % 2 === 0 ? hex : `0${hex}`;
    return Buffer.from(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, "hex");
  };
  const int = (value: bigint) => der(derTag.integer, octets(value));
  const signature = (r: bigint, s: bigint) => der(derTag.sequence, int(r), int(s));
  const check = (point: Uint8Array, sig: Uint8Array) => answer(algorithm, point, message, sig);

  /** A key for which (r, s) is a signature of the message: Q = (s R - h G) / r. */
  function keyFor(R: InstanceType<typeof Point>, s: bigint) {
    const r = R.toAffine().x % n;
    const Q = R.multiply(s).subtract(Point.BASE.multiply(h)).multiply(Point.Fn.inv(r));
    return { point: Q.toBytes(false), r };
  }
  /** The points with the smallest x from here up. */
  function pointsFrom(x: bigint, count: number) {
    const found: InstanceType<typeof Point>[] = [];
    for (let at = x; found.length < count; at++) {
      const hex = at.toString(16).padStart(64, "0");
      try {
        found.push(Point.fromHex(`02${hex}`));
      } catch {
        // not the x of a point
      }
    }
    return found;
  }

  test("signatures that Node makes, with either value of s, and of another message", () => {
    for (let i = 0; i < 40; i++) {
      const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const point = pair.publicKey.export({ format: "der", type: "spki" }).subarray(-65);
      const sig = sign("sha256", message, { key: pair.privateKey, dsaEncoding: "der" });
      expect(check(point, sig)).toBe("accepted");
      const { r, s } = p256.Signature.fromBytes(sig, "der");
      expect(check(point, signature(r, n - s))).toBe("accepted");
      expect(answer(algorithm, point, bytes("another"), sig)).toBe("refused");
      expect(check(key, sig)).toBe("refused");
    }
  });

  test("right signatures with values at the edges", () => {
    const edges = [1n, 2n, 0x7fn, 0x80n, 0xffn, n / 2n, n / 2n + 1n, n - 2n, n - 1n];
    // Small x, and x from the order up to the prime, where r is x less the order.
    const points = [...pointsFrom(1n, 3), ...pointsFrom(n, 3), Point.BASE];
    for (const R of points) {
      for (const s of edges) {
        const { point, r } = keyFor(R, s);
        expect(check(point, signature(r, s))).toBe("accepted");
        expect(check(point, signature(r, n - s))).toBe("accepted");
        expect(check(point, signature(r, (3n * s) % n))).toBe("refused");
        // x of the point itself, where r has to be below the order.
        const { x } = R.toAffine();
        expect(check(point, signature(x, s))).toBe(x < n ? "accepted" : "form");
      }
    }
  });

  test("integers out of range", () => {
    const { r, s } = p256.Signature.fromBytes(p256.sign(message, random(1).subarray(0, 32)));
    for (const bad of [0n, n, n + 1n, 2n ** 256n - 1n, 2n ** 256n, r + n, 2n ** 300n]) {
      expect(check(key, signature(bad, s))).toBe("form");
      expect(check(key, signature(r, bad))).toBe("form");
      expect(check(key, signature(bad, bad))).toBe("form");
    }
  });

  test("sums at infinity, and of a point with itself", () => {
    const u = (h * Point.Fn.inv(7n)) % n; // r = 7
    const Q = Point.BASE.multiply(u);
    for (const point of [Q, Q.negate()]) {
      for (const s of [1n, 5n, n - 1n])
        expect(check(point.toBytes(false), signature(7n, s))).toBe("refused");
    }
  });

  test("everything but DER", () => {
    const good = Point.BASE.multiply(3n);
    const { point, r } = keyFor(good, 77n);
    const right = signature(r, 77n);
    expect(check(point, right)).toBe("accepted");
    const rest = right.subarray(2);
    const seq = (...parts: Uint8Array[]) => der(derTag.sequence, ...parts);
    const raw = (hex: string, ...more: Uint8Array[]) =>
      Buffer.concat([Buffer.from(hex, "hex"), ...more]);
    const forms: Record<string, Uint8Array> = {
      empty: new Uint8Array(),
      "no content": raw("3000"),
      "one integer": seq(int(r)),
      "three integers": seq(int(r), int(77n), int(1n)),
      "trailing zero": raw("", right, Uint8Array.of(0)),
      "trailing inside": raw(`30${(rest.length + 1).toString(16)}`, rest, Uint8Array.of(0)),
      "null inside": seq(int(r), int(77n), raw("0500")),
      "long length": raw("3081", Uint8Array.of(rest.length), rest),
      "longer length": raw("308200", Uint8Array.of(rest.length), rest),
      "indefinite length": raw("3080", rest, raw("0000")),
      "length of 2^32": raw("308501000000", Uint8Array.of(rest.length), rest),
      "length too short": raw("30", Uint8Array.of(rest.length - 1), rest),
      "length too long": raw("30", Uint8Array.of(rest.length + 1), rest),
      "a set": raw("31", right.subarray(1)),
      "primitive sequence": raw("10", right.subarray(1)),
      "r padded": seq(raw("0222", raw("0000"), octets(r).subarray(-32)), int(77n)),
      "s padded": seq(int(r), raw("0202004d")),
      "s negative": seq(int(r), raw("0201cd")),
      "s of no octets": seq(int(r), raw("0200")),
      "s an octet string": seq(int(r), raw("04014d")),
      "s in long form": seq(int(r), raw("0281014d")),
      "high tag number": raw("3f10", right.subarray(1)),
      "IEEE P1363": new p256.Signature(r, 77n).toBytes("compact"),
      "a kilobyte": raw("", right, new Uint8Array(1024)),
    };
    const answers = Object.entries(forms).map(([name, sig]) => [name, check(point, sig)]);
    expect(answers).toEqual(Object.keys(forms).map((name) => [name, "form"]));
  });

  test("bytes changed, cut and put in", () => {
    const { point, r } = keyFor(Point.BASE.multiply(9n), 0x1234567890n);
    const right = signature(r, 0x1234567890n);
    fc.assert(
      fc.property(fc.nat(), fc.nat(3), fc.uint8Array({ maxLength: 3 }), (at, cut, put) => {
        const i = at % (right.length + 1);
        const sig = Buffer.concat([right.subarray(0, i), put, right.subarray(i + cut)]);
        if (!sig.equals(right)) expect(check(point, sig)).not.toBe("accepted");
      }),
      { numRuns: 500 },
    );
  });

  test("keys that are no point, in every place where a point can be wrong", () => {
    const { point, r } = keyFor(Point.BASE.multiply(11n), 5n);
    const [x, y] = [Buffer.from(point.subarray(1, 33)), Buffer.from(point.subarray(33))];
    const P = Point.Fp.ORDER;
    const number = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
    const value = (of: Buffer) => BigInt(`0x${of.toString("hex")}`);
    const keys: [Answer, Uint8Array][] = [
      ["accepted", Buffer.concat([Uint8Array.of(4), x, y])],
      ["refused", Buffer.concat([Uint8Array.of(4), x, number(P - value(y))])],
      ["no key", Buffer.concat([Uint8Array.of(4), y, x])],
      ["no key", Buffer.concat([Uint8Array.of(4), number(0n), number(0n)])],
      ["no key", Buffer.concat([Uint8Array.of(4), number(P), y])],
      ["no key", Buffer.concat([Uint8Array.of(4), number(2n ** 256n - 1n), y])],
      ["no key", Buffer.concat([Uint8Array.of(4), x, number((value(y) + 1n) % P)])],
    ];
    // x that fits into 32 bytes with the prime added: another spelling of the same point.
    const small = pointsFrom(1n, 1)[0]?.toAffine() ?? { x: 1n, y: 1n };
    keys.push(["no key", Buffer.concat([Uint8Array.of(4), number(small.x + P), number(small.y)])]);
    for (const [expected, bad] of keys) expect(check(bad, signature(r, 5n))).toBe(expected);
  });
});

describe("Ed25519", () => {
  const algorithm = "ed25519";
  const { Point } = ed25519;
  const L = Point.Fn.ORDER;
  type Point = InstanceType<typeof Point>;
  const check = (point: Uint8Array, sig: Uint8Array, data = message) =>
    answer(algorithm, point, data, sig);
  const le = (value: bigint) =>
    Buffer.from(value.toString(16).padStart(64, "0"), "hex").reverse() as Uint8Array;
  const number = (of: Uint8Array) => BigInt(`0x${Buffer.from(of).reverse().toString("hex")}`);
  /** The eight points of small order, from one of order 8. */
  const generator = Point.fromHex(
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  );
  const torsion: Point[] = [Point.ZERO];
  while (torsion.length < 8) torsion.push((torsion.at(-1) ?? Point.ZERO).add(generator));

  function hashed(first: Uint8Array, key: Uint8Array, data: Uint8Array): bigint {
    const digest = createHash("sha512").update(first).update(key).update(data).digest();
    return number(digest) % L;
  }
  /** A signature as RFC 8032 makes it, with points of small order added to the key and to R. */
  function make(seed: number, addToKey: Point, addToR: Point, data = message) {
    const [a, r] = [scalarOf(seed, L), scalarOf(seed + 1000, L)];
    const key = Point.BASE.multiply(a).add(addToKey).toBytes();
    const first = Point.BASE.multiply(r).add(addToR).toBytes();
    const k = hashed(first, key, data);
    const s = (r + k * a) % L;
    return { key, first, s, k, sig: Buffer.concat([first, le(s)]) };
  }

  test("signatures that Node makes, and of another message or key", () => {
    for (let i = 0; i < 40; i++) {
      const pair = generateKeyPairSync("ed25519");
      const key = pair.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
      const sig = sign(null, message, pair.privateKey);
      expect(check(key, sig)).toBe("accepted");
      expect(check(key, sig, bytes("another"))).toBe("refused");
      expect(check(make(i, Point.ZERO, Point.ZERO).key, sig)).toBe("refused");
    }
  });

  test("S from the order up, S of 0, and other lengths", () => {
    const { key, first, s, sig } = make(1, Point.ZERO, Point.ZERO);
    expect(check(key, sig)).toBe("accepted");
    for (const other of [s + L, s + 2n * L, L, L + 1n, 2n ** 256n - 1n, 2n ** 255n])
      expect(check(key, Buffer.concat([first, le(other)]))).toBe("form");
    for (const other of [0n, 1n, L - 1n])
      expect(check(key, Buffer.concat([first, le(other)]))).toBe("refused");
    for (const length of [0, 1, 32, 63, 65, 128])
      expect(check(key, Buffer.concat([sig, sig]).subarray(0, length))).toBe("form");
  });

  test("a key and an R with a part of small order: the factor 8 is never multiplied in", () => {
    const answers: Record<string, number> = {};
    for (let seed = 0; seed < 24; seed++) {
      for (const addToR of torsion) {
        const addToKey = torsion[seed % 8] ?? Point.ZERO;
        const { key, sig, k } = make(seed, addToKey, addToR);
        // S B - k A' is R less k times the part of the key: they meet when that is the part of R.
        const meets = addToR.add(addToKey.multiplyUnsafe(k % 8n)).is0();
        const given = check(key, sig);
        expect(given).toBe(meets ? "accepted" : "refused");
        answers[given] = (answers[given] ?? 0) + 1;
      }
    }
    expect(answers["accepted"]).toBeGreaterThan(10);
    expect(answers["refused"]).toBeGreaterThan(100);
  });

  test("R of small order or in another spelling", () => {
    const a = scalarOf(5, L);
    const key = Point.BASE.multiply(a).toBytes();
    const P = Point.Fp.ORDER;
    const sign = 2n ** 255n;
    const spellings = torsion.map((point) => point.toBytes());
    for (const y of [0n, 1n, P - 1n, P, P + 1n, P + 2n, P + 18n])
      spellings.push(le(y), le(y + sign));
    for (const first of spellings) {
      const s = (hashed(first, key, message) * a) % L;
      const sig = Buffer.concat([first, le(s)]);
      // S B - k A is the neutral element: right for its one encoding, y = 1 with sign 0.
      expect(check(key, sig)).toBe(number(first) === 1n ? "accepted" : "refused");
    }
  });

  test("keys of small order, in another spelling, or on no curve", () => {
    const P = Point.Fp.ORDER;
    const { sig } = make(1, Point.ZERO, Point.ZERO);
    const keys = torsion.map((point) => point.toBytes());
    for (let y = P - 1n; y < 2n ** 255n; y++) keys.push(le(y), le(y + 2n ** 255n));
    for (const y of [0n, 1n]) keys.push(le(y), le(y + 2n ** 255n));
    for (const key of keys) expect(check(key, sig)).toBe("no key");
    expect(isSoundEd25519Key(new Uint8Array(31))).toBe(false);
    expect(isSoundEd25519Key(new Uint8Array(33))).toBe(false);
  });

  test("which bytes are a key is what the curve library says", () => {
    let sound = 0;
    const runs = 300;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const expected = (() => {
          try {
            return !Point.fromBytes(key).isSmallOrder();
          } catch {
            return false;
          }
        })();
        expect(isSoundEd25519Key(key)).toBe(expected);
        if (expected) sound++;
        const spki = spkiOf(algorithm, key);
        if (expected) expect(browser(algorithm, spki)).not.toBeNull();
      }),
      { numRuns: runs },
    );
    expect(sound).toBeGreaterThan(runs / 10);
  });

  test("bytes changed", () => {
    const { key, sig } = make(3, Point.ZERO, Point.ZERO);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const copy = Uint8Array.from(sig);
        const i = at % copy.length;
        copy[i] = ((copy[i] ?? 0) + by) % 256;
        expect(check(key, copy)).not.toBe("accepted");
      }),
      { numRuns: 200 },
    );
  });
});
