import { fromHex } from "@worldflux/schema";

/** The DER tags that are read or written here by name. */
export const derTag = { integer: 0x02, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** One DER element: tag, length, content. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  const head = [tag, ...lengthOctets(length)];
  const whole = new Uint8Array(head.length + length);
  whole.set(head);
  let at = head.length;
  for (const content of contents) {
    whole.set(content, at);
    at += content.length;
  }
  return whole;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets = unsigned(length);
  return [0x80 | octets.length, ...octets];
}

/** A non-negative INTEGER. */
export function derInteger(value: number): Uint8Array {
  const octets = unsigned(value);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0); // else it would be negative
  return der(derTag.integer, Uint8Array.from(octets));
}

function unsigned(value: number): number[] {
  const octets: number[] = [];
  for (let rest = value; rest > 0 || octets.length === 0; rest = Math.floor(rest / 256)) {
    octets.unshift(rest % 256);
  }
  return octets;
}

/** An OBJECT IDENTIFIER, given as its content in hexadecimal digits. */
export function derOid(hex: string): Uint8Array {
  return der(derTag.oid, fromHex(hex));
}

/** An element as it was read. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * The elements that bytes consist of, one level; null when they are not DER. Lengths of up to three
 * octets, one-octet tags: more than a key file can have.
 */
export function readDer(bytes: Uint8Array): DerElement[] | null {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0xff;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    if ((tag & 0x1f) === 0x1f || octets > 3 || (first >= 0x80 && octets === 0)) return null;
    const length =
      octets === 0
        ? first
        : bytes.subarray(at + 2, at + 2 + octets).reduce((sum, octet) => sum * 256 + octet, 0);
    const start = at + 2 + octets;
    const shortest = lengthOctets(length).length === octets + 1;
    if (!shortest || start + length > bytes.length) return null;
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

/**
 * Goes down: the content of the element at a position, if it has that tag, then of one of its elements, and
 * so on; null when one of them is not there. Other elements beside them are not looked at.
 */
export function elementAt(
  bytes: Uint8Array | null | undefined,
  ...path: readonly (readonly [position: number, tag: number])[]
): Uint8Array | null {
  let at = bytes ?? null;
  for (const [position, tag] of path) {
    const element = at === null ? undefined : readDer(at)?.[position];
    if (element?.tag !== tag) return null;
    at = element.content;
  }
  return at;
}

/** The value of a non-negative INTEGER of at most four octets; NaN for anything else. */
export function integerOf(element: DerElement | undefined): number {
  if (element?.tag !== derTag.integer) return Number.NaN;
  const { content } = element;
  if (content.length === 0 || content.length > 4 || (content[0] ?? 0) >= 0x80) return Number.NaN;
  return content.reduce((sum, octet) => sum * 256 + octet, 0);
}
