import { derTag, readDer } from "./der.ts";

const explicit0 = 0xa0;
const generalizedTime = 0x18;

/**
 * The time that a time stamp states (RFC 3161 `genTime`), as ISO 8601 in UTC to the millisecond; null when
 * there is none where it has to be. Nothing is checked: not the signature, not what is stamped. Whoever
 * relies on the time has it verified (`TimestampTrust`), and holds the two against each other.
 *
 * @param token a TimeStampResp in DER
 */
export function statedTime(token: Uint8Array): string | null {
  // TimeStampResp { status, ContentInfo { id, [0] SignedData { version, algorithms, { id, [0] content }}}}
  const signed = within(token, [0, derTag.sequence], [1, derTag.sequence], [1, explicit0]);
  const content = within(signed, [0, derTag.sequence], [2, derTag.sequence], [1, explicit0]);
  const info = within(content, [0, derTag.octetString], [0, derTag.sequence]);
  // TSTInfo { version, policy, messageImprint, serialNumber, genTime, ... }
  const time = within(info, [4, generalizedTime]);
  return time === null ? null : isoOf(new TextDecoder().decode(time));
}

/** Goes down: the element at a position, if it has that tag, then one of its elements, and so on. */
function within(
  bytes: Uint8Array | null,
  ...path: readonly (readonly [position: number, tag: number])[]
): Uint8Array | null {
  let at = bytes;
  for (const [position, tag] of path) {
    const element = at === null ? undefined : readDer(at)?.[position];
    if (element?.tag !== tag) return null;
    at = element.content;
  }
  return at;
}

/** `20260506070809.25Z` as `2026-05-06T07:08:09.250Z`. Digits beyond the third are dropped. */
function isoOf(time: string): string | null {
  const found = /^(2\d{3})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(time);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction = ""] = found;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
  return Number.isFinite(Date.parse(iso)) ? iso : null;
}
