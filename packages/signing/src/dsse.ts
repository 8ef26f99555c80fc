/** The payload type of an in-toto statement, the only one that is signed or accepted. */
export const payloadType = "application/vnd.in-toto+json";

/**
 * DSSE's pre-authentication encoding, the bytes that are signed:
 * `DSSEv1 <length of type> <type> <length of payload> <payload>`, lengths in bytes, decimal.
 *
 * https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Uint8Array {
  const utf8 = new TextEncoder();
  const head = utf8.encode(`DSSEv1 ${utf8.encode(type).length} ${type} ${payload.length} `);
  const whole = new Uint8Array(head.length + payload.length);
  whole.set(head);
  whole.set(payload, head.length);
  return whole;
}
