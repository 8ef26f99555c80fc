import { spawnSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorldFluxError } from "@worldflux/schema";
import { afterAll, describe, expect, test } from "vitest";
import { passPhrase } from "../test/signed-package.ts";
import { der, derInteger, derOid, derTag, integerOf, readDer } from "./der.ts";
import { readPem, writePem } from "./pem.ts";
import { generateKey, openKey } from "./private-key.ts";
import { readPublicKey, SigningAlgorithm } from "./public-key.ts";

const folder = mkdtempSync(join(tmpdir(), "worldflux-keys-"));
afterAll(() => rmSync(folder, { recursive: true }));
const data = new TextEncoder().encode("data");
const pair = generateKey("ecdsa-p256-sha256", passPhrase);

/** What `openKey` says. */
function failure(run: () => unknown): WorldFluxError {
  try {
    run();
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("did not throw");
}
const refusal = (pem: string, phrase = passPhrase) => failure(() => openKey(pem, phrase, "k"));

const program = "openssl";
const openssl = (...args: string[]) => spawnSync(program, args, { encoding: "utf8" });
const hasOpenssl = openssl("version").status === 0;

describe.each(SigningAlgorithm.options)("a new %s key", (algorithm) => {
  const made = generateKey(algorithm, passPhrase);

  test("opens with its pass phrase and signs for its public part", () => {
    const key = openKey(made.privateKeyPem, passPhrase, "signer.key");
    expect(key.publicKey.keyId).toBe(made.publicKey.keyId);
    const signature = key.sign(data);
    expect(made.publicKey.verifies(data, signature)).toBe(true);
    expect(made.publicKey.verifies(new TextEncoder().encode("Data"), signature)).toBe(false);
    expect(readPublicKey(made.publicKey.pem, "signer.pub").keyId).toBe(made.publicKey.keyId);
  });

  test("is scrypt with N 2^14, r 8, p 5, and AES-256-CBC", () => {
    const block = readPem(made.privateKeyPem);
    expect(block?.label).toBe("ENCRYPTED PRIVATE KEY");
    const hex = Buffer.from(block?.bytes ?? []).toString("hex");
    expect(hex).toContain("06092a864886f70d01050d"); // PBES2
    expect(hex).toContain("06092b06010401da47040b"); // scrypt
    expect(hex).toContain("02024000020108020105020120"); // 16384, 8, 5, 32
    expect(hex).toContain("060960864801650304012a"); // aes256-CBC
  });

  test.skipIf(!hasOpenssl)("is read by openssl", () => {
    const path = join(folder, algorithm);
    writeFileSync(path, made.privateKeyPem);
    const right = openssl("pkey", "-in", path, "-passin", `pass:${passPhrase}`, "-pubout");
    expect(right.stdout).toBe(made.publicKey.pem);
    expect(openssl("pkey", "-in", path, "-passin", "pass:wrong").status).not.toBe(0);
    const parsed = openssl("asn1parse", "-in", path).stdout;
    expect(parsed).toMatch(
      /:PBES2[\s\S]*:scrypt[\s\S]*:4000[\s\S]*:08[\s\S]*:05[\s\S]*:aes-256-cbc/,
    );
  });

  test("holds another salt and another key each time", () => {
    const again = generateKey(algorithm, passPhrase);
    expect(again.publicKey.keyId).not.toBe(made.publicKey.keyId);
    expect(again.privateKeyPem.slice(0, 160)).not.toBe(made.privateKeyPem.slice(0, 160));
  });
});

describe("a wrong pass phrase", () => {
  test.each(["wrong phrase", "", `${passPhrase} `, "x".repeat(5000), "\0"])(
    "%j is refused",
    (phrase) => {
      const error = refusal(pair.privateKeyPem, phrase);
      expect(error.code).toBe("WF_PASS_PHRASE");
      expect(error.message).toBe(
        "k does not open: the pass phrase is wrong, or the file is damaged",
      );
      expect(error.cause).toBeUndefined();
    },
  );

  test.each(["", "short", "x".repeat(1025), "twelve chars\n"])("a new key refuses %j", (phrase) => {
    const error = failure(() => generateKey("ed25519", phrase));
    expect(error.code).toBe("WF_PASS_PHRASE");
    if (phrase !== "") expect(error.message).not.toContain(phrase);
  });
});

describe("a private key that is badly protected is refused, whatever the pass phrase", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pkcs8 = { format: "pem", type: "pkcs8" } as const;
  const cipher = { cipher: "aes-256-cbc", passphrase: passPhrase } as const;

  test.each([
    ["not encrypted", privateKey.export(pkcs8)],
    ["not encrypted, SEC1", privateKey.export({ format: "pem", type: "sec1" })],
    ["encrypted the old way", privateKey.export({ format: "pem", type: "sec1", ...cipher })],
    ["PBKDF2 with 2048 rounds", privateKey.export({ ...pkcs8, ...cipher })],
    ["a public key", pair.publicKey.pem],
    ["nothing", ""],
    ["two keys", pair.privateKeyPem + pair.privateKeyPem],
    ["text before", `my key\n${pair.privateKeyPem}`],
    ["garbage in the block", writePem("ENCRYPTED PRIVATE KEY", Buffer.alloc(100, 0x30))],
    ["an empty sequence", writePem("ENCRYPTED PRIVATE KEY", Buffer.from("3000", "hex"))],
  ])("%s", (_, pem) => {
    const error = refusal(String(pem));
    expect(error.code).toBe("WF_KEY_REFUSED");
    expect(error.message).not.toMatch(/[A-Za-z0-9+/]{20}/);
  });

  const hex = Buffer.from(readPem(pair.privateKeyPem)?.bytes ?? []).toString("hex");
  const patched = (from: string, to: string) => {
    expect(hex).toContain(from);
    return writePem("ENCRYPTED PRIVATE KEY", Buffer.from(hex.replace(from, to), "hex"));
  };
  test.each([
    ["N 8192", "02024000020108", "02022000020108"],
    ["N 8192, p 32: as much work in less memory", "02024000020108020105", "02022000020108020120"],
    ["r 4, p 32", "020108020105", "020104020120"],
    ["r 4", "020108020105", "020104020105"],
    ["p 1", "020108020105", "020108020101"],
    ["p 255, which would be a minute of work", "020108020105", "02010802017f"],
    ["a negative p", "020108020105", "020108020185"],
    ["AES-128", "60864801650304012a", "608648016503040102"],
    ["an unknown scheme", "2a864886f70d01050d", "2a864886f70d010503"],
  ])("%s", (_, from, to) => {
    expect(refusal(patched(from, to)).code).toBe("WF_KEY_REFUSED");
  });

  test.each(["rsa", "P-384", "ed448"])("an encrypted %s key", (kind) => {
    const other =
      kind === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
        : kind === "ed448"
          ? generateKeyPairSync("ed448").privateKey
          : generateKeyPairSync("ec", { namedCurve: kind }).privateKey;
    if (!hasOpenssl) return;
    const path = join(folder, "other");
    writeFileSync(path, other.export(pkcs8));
    const out = scrypted(path);
    expect(createPrivateKey({ key: out, passphrase: passPhrase }).type).toBe("private");
    expect(refusal(out).message).toBe("k is neither a P-256 nor an Ed25519 key");
  });

  test.skipIf(!hasOpenssl)("but openssl's scrypt with p 5 opens, as the hint says", () => {
    const path = join(folder, "plain");
    writeFileSync(path, privateKey.export(pkcs8));
    expect(openKey(scrypted(path), passPhrase, "k").publicKey.algorithm).toBe("ecdsa-p256-sha256");
  });

  function scrypted(path: string): string {
    const how = "pkcs8 -topk8 -v2 aes-256-cbc -scrypt -scrypt_p 5".split(" ");
    const args = ["-in", path, "-out", `${path}.out`, "-passout", `pass:${passPhrase}`];
    expect(openssl(...how, ...args).status).toBe(0);
    return readFileSync(`${path}.out`, "utf8");
  }
});

test("no change of one byte of a key file opens it, or crashes", () => {
  const bytes = Buffer.from(readPem(pair.privateKeyPem)?.bytes ?? []);
  // Each trial behind the parameters costs a scrypt.
  for (const at of [...Array(34).keys(), 40, 64, 70, 90, bytes.length - 20, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 0x01, at);
    const { code } = refusal(writePem("ENCRYPTED PRIVATE KEY", changed));
    expect(["WF_KEY_REFUSED", "WF_PASS_PHRASE"]).toContain(code);
  }
});

describe("DER", () => {
  // X.690 8.1.3 and 8.3
  test.each([
    [0, "020100"],
    [127, "02017f"],
    [128, "02020080"],
    [16384, "02024000"],
    [65535, "020300ffff"],
  ])("writes the integer %i", (value, hex) => {
    expect(Buffer.from(derInteger(value)).toString("hex")).toBe(hex);
    expect(integerOf(readDer(derInteger(value))?.[0])).toBe(value);
  });

  test.each([
    [127, "047f"],
    [128, "048180"],
    [256, "04820100"],
    [70000, "0483011170"],
  ])("writes and reads a length of %i", (length, head) => {
    const bytes = der(derTag.octetString, new Uint8Array(length));
    expect(Buffer.from(bytes).toString("hex").slice(0, head.length)).toBe(head);
    expect(readDer(bytes)?.[0]?.content.length).toBe(length);
  });

  test("an object identifier is its content", () => {
    expect(Buffer.from(derOid("2b6570")).toString("hex")).toBe("06032b6570");
  });

  test.each(["0480", "04", "0402ff", "048101ff", "04820001ff", "0484000000ff", "1f8100", "0485"])(
    "%s is not DER",
    (hex) => {
      expect(readDer(Buffer.from(hex, "hex"))).toBeNull();
    },
  );
});
