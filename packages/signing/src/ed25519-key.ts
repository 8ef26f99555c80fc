import { littleEndian } from "./signature-form.ts";

/** The field's prime, 2^255 - 19. */
const P = 2n ** 255n - 19n;
/** The curve's constant d, -121665/121666 (RFC 8032, section 5.1). */
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
/** y of a point of order 8; the other one is P less this. */
const ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** y of each point of small order: for such a key somebody can make one signature that fits many messages. */
const smallOrder: readonly bigint[] = [0n, 1n, P - 1n, ORDER_8, P - ORDER_8];

/**
 * True for 32 bytes that are the one encoding of a point of the curve, and not of one of small order. OpenSSL
 * looks at none of this before it checks a signature.
 */
export function isSoundEd25519Key(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const y = BigInt.asUintN(255, littleEndian(bytes)); // the top bit is the sign of x
  return y < P && !smallOrder.includes(y) && isOnCurve(y);
}

/** Is (y^2 - 1) / (d y^2 + 1), which is the square of x, a square? By Euler's criterion. */
function isOnCurve(y: bigint): boolean {
  const squared = (y * y) % P;
  // A quotient is a square just when the product is.
  const product = ((squared - 1n) * (D * squared + 1n)) % P;
  return power(product, (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
