/** Tags of the DER elements that certificates and time stamps need. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element: tag, length, content. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const hex = length.toString(16);
  const octets = [...Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex")];
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...contents: readonly Uint8Array[]) => der(tag.sequence, ...contents);
export const octetString = (content: Uint8Array) => der(tag.octetString, content);
export const utf8String = (text: string) => der(tag.utf8String, Buffer.from(text));
export const boolean = (value: boolean) => der(tag.boolean, Buffer.from([value ? 0xff : 0]));
/** A BIT STRING without unused bits. */
export const bitString = (content: Uint8Array) => der(tag.bitString, Buffer.from([0]), content);
/** `[number]`, constructed: EXPLICIT around an element, or IMPLICIT for a constructed type. */
export const explicit = (number: number, ...contents: readonly Uint8Array[]) =>
  der(0xa0 | number, ...contents);
/** `[number]` IMPLICIT for a primitive type. */
export const implicit = (number: number, content: Uint8Array) => der(0x80 | number, content);

/** A SET OF, in DER's order. */
export function setOf(...elements: readonly Uint8Array[]): Buffer {
  return der(tag.set, ...[...elements].sort(Buffer.compare));
}

/** A non-negative INTEGER, from its big-endian octets. */
export function integer(octets: Uint8Array): Buffer {
  let first = 0;
  while (first < octets.length - 1 && octets[first] === 0) first++;
  const shortest = Buffer.from(octets.subarray(first));
  const negative = (shortest[0] ?? 0) >= 0x80;
  return der(tag.integer, negative ? Buffer.from([0]) : Buffer.alloc(0), shortest);
}

/** An INTEGER from 0 to 127. */
export const smallInteger = (value: number) => integer(Buffer.from([value]));

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const base128 = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      base128.unshift((left & 0x7f) | 0x80);
    }
    return base128;
  });
  return der(tag.oid, Buffer.from(octets));
}

/** A time as X.509 has it: UTCTime up to 2049, GeneralizedTime after; seconds. */
export function time(date: Date): Buffer {
  return date.getUTCFullYear() < 2050
    ? der(tag.utcTime, Buffer.from(digits(date).slice(2)))
    : generalizedTime(date);
}

/** A GeneralizedTime in seconds, or in milliseconds less the zeros at the end, as DER wants it. */
export function generalizedTime(date: Date, fractions = false): Buffer {
  const fraction = fractions
    ? date
        .toISOString()
        .slice(19, 23)
        .replace(/\.?0+$/, "")
    : "";
  return der(tag.generalizedTime, Buffer.from(digits(date).replace("Z", `${fraction}Z`)));
}

const digits = (date: Date) => `${date.toISOString().slice(0, 19).replace(/[-T:]/g, "")}Z`;

/** An element as it was read, with the octets it was read from. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The elements that bytes consist of, one level. @throws RangeError when they are not DER */
export function readElements(bytes: Uint8Array): Element[] {
  const buffer = Buffer.from(bytes);
  const elements: Element[] = [];
  let at = 0;
  while (at < buffer.length) {
    const first = buffer.readUInt8(at + 1);
    const octets = first < 0x80 ? 0 : first & 0x7f;
    const length = octets === 0 ? first : buffer.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    if (start + length > buffer.length) throw new RangeError("an element ends after the bytes");
    const end = start + length;
    elements.push({
      tag: buffer.readUInt8(at),
      content: buffer.subarray(start, end),
      whole: buffer.subarray(at, end),
    });
    at = end;
  }
  return elements;
}
