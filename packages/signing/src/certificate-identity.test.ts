import { X509Certificate } from "node:crypto";
import { X509Certificate as LibraryCertificate } from "@sigstore/core";
import { type Claims, workflowClaims } from "@worldflux/local-sigstore";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { certificate, extension, extensions } from "../../local-sigstore/src/certificate.ts";
import { implicit, sequence, utf8String } from "../../local-sigstore/src/der.ts";
import { newKeyPair } from "../../local-sigstore/src/key-pair.ts";
import {
  type LocalSigstore,
  payload,
  somebody,
  startLocalSigstore,
} from "../test/keyless-package.ts";
import { certificateIdentity, identityDigest } from "./certificate-identity.ts";
import { Refusal } from "./refusal.ts";
import { readCertificate } from "./sigstore/read-certificate.ts";

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());

function certificateFor(claims: Claims): Buffer {
  const { verificationMaterial } = local.bundle({ payload, claims });
  return Buffer.from(verificationMaterial.certificate.rawBytes, "base64");
}

/** What it reads, or why it does not. */
function outcome(der: Uint8Array): string {
  try {
    const { identity, nobody } = certificateIdentity(der);
    return identity === null ? nobody : `${identity.san} by ${identity.issuer}`;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

describe("whom a certificate names", () => {
  test.each([somebody, workflowClaims])("is what Node reads, and the judge: %j", (claims) => {
    const der = certificateFor(claims);
    const { identity } = certificateIdentity(der);
    const { subjectAltName } = new X509Certificate(der);
    expect([`email:${identity?.san}`, `URI:${identity?.san}`]).toContain(subjectAltName);
    expect(readCertificate(der).identity).toEqual(identity);
    expect(identity?.issuer).toBe(local.issuer);
  });

  test("has one digest for every certificate of it, and another for another issuer", () => {
    const digest = (claims: Claims) => {
      const { identity } = certificateIdentity(certificateFor(claims));
      return identity && identityDigest(identity);
    };
    expect(digest(somebody)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest(somebody)).toBe(digest(somebody));
    expect(digest({ ...somebody, iss: "https://other.example" })).not.toBe(digest(somebody));
    expect(digest({ ...somebody, email: "qa@acme.example" })).not.toBe(digest(somebody));
  });
});

const keys = newKeyPair();
/** A certificate with these extensions beside what makes it one for signing. */
function withExtensions(...more: readonly Buffer[]): Buffer {
  const start = new Date("2026-01-01T00:00:00Z");
  return certificate(
    {
      ...{ serial: Buffer.of(1), issuer: { organization: "o", commonName: "c" } },
      ...{ subject: undefined, notBefore: start, notAfter: start, spki: keys.spki },
      extensions: [extensions.signsData, extensions.codeSigning, ...more],
    },
    keys,
  );
}
const fulcio = "1.3.6.1.4.1.57264.1";
const issuer = extension(`${fulcio}.8`, false, utf8String("https://i.example"));
const oldIssuer = (text: string) => extension(`${fulcio}.1`, false, Buffer.from(text));
const san = (...names: readonly Buffer[]) => extension("2.5.29.17", true, sequence(...names));
const email = (text: string | Uint8Array) => implicit(1, Buffer.from(text));
const uri = (text: string) => implicit(6, Buffer.from(text));

test.each<[string, Buffer[], string]>([
  ["an address", [san(email("a@b.example")), issuer], "a@b.example by https://i.example"],
  ["a URI", [san(uri("https://b.example")), issuer], "https://b.example by https://i.example"],
  [
    "the old issuer alone",
    [san(email("a")), oldIssuer("https://o.example")],
    "a by https://o.example",
  ],
  ["two names", [san(email("a"), email("b")), issuer], "not have exactly one name"],
  [
    "two lists of names",
    [
      extension("2.5.29.17", true, Buffer.concat([sequence(email("a")), sequence(email("b"))])),
      issuer,
    ],
    "not have exactly one name",
  ],
  ["no name", [issuer], "not have exactly one name"],
  ["an empty list of names", [san(), issuer], "not have exactly one name"],
  ["an empty name", [san(email("")), issuer], "no e-mail address or URI"],
  ["a host", [san(implicit(2, Buffer.from("b.example"))), issuer], "no e-mail address or URI"],
  ["a name with a line break", [san(email("a\nb")), issuer], "no e-mail address or URI"],
  ["a name with NUL", [san(email("a\0b")), issuer], "no e-mail address or URI"],
  ["a name beyond ASCII", [san(email("\u0430@b.example")), issuer], "no e-mail address or URI"],
  ["a long name", [san(email("a".repeat(1001))), issuer], "no e-mail address or URI"],
  ["no issuer", [san(email("a"))], "not name one issuer"],
  ["two issuers", [san(email("a")), oldIssuer("https://o.example"), issuer], "not name one issuer"],
  ["an extension twice", [san(email("a")), san(email("b")), issuer], "an extension twice"],
])("%s", (_, more, expected) => {
  const der = withExtensions(...more);
  expect(outcome(der)).toContain(expected);
  const name = sanIn(der);
  if (name !== null) expect(saidByOthers(der)).toEqual([name]);
});

/** The name that it reads; null when it reads none. */
function sanIn(der: Uint8Array): string | null {
  try {
    return certificateIdentity(der).identity?.san ?? null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** The name as Node reads it, quoted or not, and as Sigstore's library does; empty if one refuses the whole. */
function saidByOthers(der: Uint8Array): string[] {
  try {
    const [, node = ""] =
      /^(?:email|URI):(.*)$/s.exec(new X509Certificate(der).subjectAltName ?? "") ?? [];
    const library = LibraryCertificate.parse(Buffer.from(der)).subjectAltName ?? "";
    const unquoted = node.startsWith('"') ? JSON.parse(node) : node;
    return unquoted === library ? [library] : [];
  } catch {
    return [];
  }
}

test("other bytes are refused, or name whom two other readers see in them", () => {
  const genuine = certificateFor(somebody);
  const at = genuine.indexOf(somebody.email);
  expect(at).toBeGreaterThan(0);
  // Everywhere, and where the name stands.
  const place = fc.oneof(fc.nat(genuine.length - 1), fc.integer({ min: at - 20, max: at + 20 }));
  let read = 0;
  fc.assert(
    fc.property(place, fc.integer({ min: 0, max: 255 }), (i, byte) => {
      const bytes = Uint8Array.from(genuine);
      bytes[i] = byte;
      const others = saidByOthers(bytes);
      const san = sanIn(bytes);
      // What the others refuse whole no judge accepts.
      if (others.length === 0 || san === null) return true;
      read++;
      return others[0] === san;
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(50);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => sanIn(bytes) === null));
});
