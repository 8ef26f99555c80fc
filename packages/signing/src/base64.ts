/** Standard base64 with padding, as DSSE and the bundle have it. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return btoa(binary);
}

/** The bytes of a text for which `isBase64` holds. */
export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The last letter carries four bits of no byte before `==`, and two before `=`; they are zero. */
const noBitsLeftOver = /(?:[^=]|[AEIMQUYcgkosw048]=|[AQgw]==)$/;

/**
 * True for the one base64 spelling of at most `maxBytes` bytes, and at least one: no white space, no
 * URL-safe letters, padded, no bits left over. The limit is looked at before anything is decoded.
 */
export function isBase64(text: string, maxBytes: number): boolean {
  if (text === "" || text.length > 4 * Math.ceil(maxBytes / 3) || text.length % 4 !== 0)
    return false;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && noBitsLeftOver.test(text.slice(-3));
}
