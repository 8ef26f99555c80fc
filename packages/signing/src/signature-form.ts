import { derTag, readDer } from "./der.ts";
import type { SigningAlgorithm } from "./public-key.ts";

/** Order of P-256's base point (FIPS 186-5). */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Order of Ed25519's base point, L of RFC 8032. */
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/**
 * True for bytes that can be a signature: in DER and with both integers in range for ECDSA; 64 bytes whose
 * second half is below the group order for Ed25519. Whatever checks the signature then sees nothing else.
 */
export function isSignatureForm(algorithm: SigningAlgorithm, signature: Uint8Array): boolean {
  if (algorithm === "ecdsa-p256-sha256") return ecdsaIntegers(signature) !== null;
  return signature.length === 64 && littleEndian(signature.subarray(32)) < ED25519_ORDER;
}

/** `r` and `s` of an ECDSA signature over P-256 in DER, each from 1 to below the order; null for others. */
function ecdsaIntegers(signature: Uint8Array): { r: bigint; s: bigint } | null {
  const [outer, ...after] = readDer(signature) ?? [];
  if (outer?.tag !== derTag.sequence || after.length > 0) return null;
  const elements = readDer(outer.content);
  if (elements?.length !== 2) return null;
  const [r, s] = elements.map(({ tag, content }) =>
    tag === derTag.integer ? scalar(content) : 0n,
  );
  return r && s ? { r, s } : null;
}

/** The value of a DER INTEGER from 1 to below P-256's order; 0 for any other. */
function scalar(content: Uint8Array): bigint {
  const [first = 0x80, second = 0] = content;
  const padded = first === 0 && second < 0x80; // a leading 0 that only a sign would need
  if (content.length > 33 || first >= 0x80 || padded) return 0n;
  const value = bigEndian(content);
  return value < P256_ORDER ? value : 0n;
}

function bigEndian(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/** The number that bytes stand for, the smallest first. */
export function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
