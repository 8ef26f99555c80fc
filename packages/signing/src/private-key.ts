import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scryptSync,
  sign,
} from "node:crypto";
import { toHex, WorldFluxError } from "@worldflux/schema";
import { type DerElement, der, derInteger, derOid, derTag, integerOf, readDer } from "./der.ts";
import { readPem, writePem } from "./pem.ts";
import { type PublicKey, publicKeyOf, type SigningAlgorithm } from "./public-key.ts";

/** A key that signs. The private part cannot be taken out of it. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  /** Signs bytes: DER for ECDSA with SHA-256, 64 bytes for Ed25519. */
  sign(data: Uint8Array): Uint8Array;
}

/** Fewest characters of a pass phrase. */
export const minPassPhrase = 8;
/** Most bytes of a pass phrase that OpenSSL takes. */
const MAX_PASS_PHRASE = 1024;

/** scrypt's cost: memory 128 N r = 16 MiB. OpenSSL reads no more than 32 MiB. */
const cost = { N: 2 ** 14, r: 8, p: 5 } as const;
/** Most work that opening a key may take, as a multiple of `cost`. */
const MAX_WORK = 12;

/** Object identifiers, as the content of their DER. */
const oids = {
  pbes2: "2a864886f70d01050d",
  scrypt: "2b06010401da47040b",
  pbkdf2: "2a864886f70d01050c",
  aes256cbc: "60864801650304012a",
} as const;

/**
 * Makes a new key: PKCS#8 in PEM, encrypted with AES-256-CBC under scrypt (N 2^14, r 8, p 5). Node's
 * own encrypted PKCS#8 would use PBKDF2 with 2048 rounds.
 *
 * @throws WorldFluxError WF_PASS_PHRASE for one that is too short, too long or not printable
 */
export function generateKey(
  algorithm: SigningAlgorithm,
  passPhrase: string,
): { privateKeyPem: string; publicKey: PublicKey } {
  refusePoor(passPhrase);
  const { privateKey, publicKey } =
    algorithm === "ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKeyOf(publicKey.export({ format: "der", type: "spki" }));
  if (spki === null) throw new TypeError("a new key has a form that is not expected");
  const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" });
  const encrypted = encryptPkcs8(pkcs8, passPhrase);
  pkcs8.fill(0);
  return { privateKeyPem: writePem("ENCRYPTED PRIVATE KEY", encrypted), publicKey: spki };
}

function refusePoor(passPhrase: string): void {
  const bytes = new TextEncoder().encode(passPhrase).length;
  if ([...passPhrase].length < minPassPhrase || bytes > MAX_PASS_PHRASE) {
    throw new WorldFluxError(
      "WF_PASS_PHRASE",
      `the pass phrase has fewer than ${minPassPhrase} characters, or more than ${MAX_PASS_PHRASE} bytes`,
      { hint: "take four or more random words" },
    );
  }
  if (/\p{Cc}|\p{Surrogate}/u.test(passPhrase)) {
    throw new WorldFluxError("WF_PASS_PHRASE", "the pass phrase holds a control character", {
      hint: "a line break at the end of a variable is a common cause",
    });
  }
}

/** EncryptedPrivateKeyInfo (RFC 5958) with PBES2 (RFC 8018) and scrypt (RFC 7914). */
function encryptPkcs8(pkcs8: Uint8Array, passPhrase: string): Uint8Array {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = scryptSync(passPhrase, salt, 32, cost);
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const data = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  key.fill(0);
  const { sequence, octetString } = derTag;
  const scrypt = der(
    sequence,
    der(octetString, salt),
    ...[cost.N, cost.r, cost.p, 32].map(derInteger),
  );
  const pbes2 = der(
    sequence,
    der(sequence, derOid(oids.scrypt), scrypt),
    der(sequence, derOid(oids.aes256cbc), der(octetString, iv)),
  );
  return der(sequence, der(sequence, derOid(oids.pbes2), pbes2), der(octetString, data));
}

/**
 * Opens an encrypted private key. What protects it is looked at before the pass phrase is tried.
 *
 * @throws WorldFluxError WF_KEY_REFUSED for a key that is not encrypted, or under anything weaker than
 * scrypt N 2^14, r 8, p 5; WF_PASS_PHRASE when it does not open. Neither quotes file or phrase.
 */
export function openKey(pem: string, passPhrase: string, source: string): SigningKey {
  const block = readPem(pem);
  if (block?.label !== "ENCRYPTED PRIVATE KEY") {
    throw /PRIVATE KEY-----/.test(pem)
      ? refused(source, "is a private key that is not encrypted as PKCS#8")
      : refused(source, "is not an encrypted private key in PEM");
  }
  const problem = protectionProblem(block.bytes);
  if (problem !== null) throw refused(source, problem);
  const key = decrypt(block.bytes, passPhrase, source);
  const publicKey = publicKeyOf(createPublicKey(key).export({ format: "der", type: "spki" }));
  if (publicKey === null) throw refused(source, "is neither a P-256 nor an Ed25519 key");
  const digest = publicKey.algorithm === "ed25519" ? null : "sha256";
  return { publicKey, sign: (data) => sign(digest, data, { key, dsaEncoding: "der" }) };
}

function decrypt(bytes: Uint8Array, passPhrase: string, source: string): KeyObject {
  try {
    return createPrivateKey({
      key: Buffer.from(bytes),
      format: "der",
      type: "pkcs8",
      passphrase: passPhrase,
    });
  } catch {
    // OpenSSL's message is kept back: it says how the phrase failed.
    throw new WorldFluxError(
      "WF_PASS_PHRASE",
      `${source} does not open: the pass phrase is wrong, or the file is damaged`,
      { hint: "check WORLDFLUX_KEY_PASSPHRASE, or unset it to be asked" },
    );
  }
}

/** Why the encryption of a PKCS#8 file does not protect it; null when it does. */
function protectionProblem(bytes: Uint8Array): string | null {
  const unread = "is not an encrypted private key that can be read";
  const [algorithm, data] = children(only(readDer(bytes)));
  const [scheme, parameters] = children(algorithm);
  const [derivation, cipher] = children(parameters);
  if (data?.tag !== derTag.octetString) return unread;
  if (!isOid(scheme, oids.pbes2)) return "is encrypted with an old scheme; PBES2 is needed";
  const [kdf, kdfParameters] = children(derivation);
  if (isOid(kdf, oids.pbkdf2)) return "is protected by PBKDF2; scrypt is needed";
  if (!isOid(kdf, oids.scrypt)) return unread;
  if (!isOid(children(cipher)[0], oids.aes256cbc)) return "is not encrypted with AES-256-CBC";
  const [, ...numbers] = children(kdfParameters);
  const [N = Number.NaN, r = Number.NaN, p = Number.NaN] = numbers.map(integerOf);
  const work = (N * r * p) / (cost.N * cost.r * cost.p);
  if (!(N >= cost.N && r >= cost.r && work >= 1)) {
    return "is protected by scrypt with less than N 16384, r 8, p 5";
  }
  return work <= MAX_WORK ? null : "asks for more work to be opened than any key should";
}

function only(elements: DerElement[] | null): DerElement | undefined {
  return elements?.length === 1 ? elements[0] : undefined;
}

/** What a SEQUENCE holds; nothing for another element. */
function children(element: DerElement | undefined): DerElement[] {
  return element?.tag === derTag.sequence ? (readDer(element.content) ?? []) : [];
}

function isOid(element: DerElement | undefined, hex: string): boolean {
  return element?.tag === derTag.oid && toHex(element.content) === hex;
}

function refused(source: string, why: string): WorldFluxError {
  return new WorldFluxError("WF_KEY_REFUSED", `${source} ${why}`, {
    hint: "make a key with `worldflux audit keygen`, or encrypt this one with `openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -scrypt_p 5`",
  });
}
