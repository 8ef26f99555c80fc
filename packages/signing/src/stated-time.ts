import type { UtcTime } from "@worldflux/schema";
import { derTag, elementAt } from "./der.ts";
import type { LogEntry } from "./log-entry.ts";

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
  const signed = elementAt(token, [0, derTag.sequence], [1, derTag.sequence], [1, explicit0]);
  const content = elementAt(signed, [0, derTag.sequence], [2, derTag.sequence], [1, explicit0]);
  const info = elementAt(content, [0, derTag.octetString], [0, derTag.sequence]);
  // TSTInfo { version, policy, messageImprint, serialNumber, genTime, ... }
  const time = elementAt(info, [4, generalizedTime]);
  return time === null ? null : isoOf(new TextDecoder().decode(time));
}

/** The moments that `UtcTime` has, in seconds since 1970. */
const utcTimes = { from: Date.UTC(2000) / 1000, before: Date.UTC(3000) / 1000 } as const;

/**
 * The time at which a log says that it took an entry, in whole seconds: it may have been up to a second later.
 * Undefined when it says none, as Rekor v2 never does; null when it is no time, or one that no log signed.
 */
export function statedLogTime({
  integratedTime = "0",
  inclusionPromise,
}: LogEntry): UtcTime | null | undefined {
  if (integratedTime === "0") return undefined;
  const seconds = Number(integratedTime);
  const sound = seconds >= utcTimes.from && seconds < utcTimes.before;
  return sound && inclusionPromise !== undefined ? new Date(seconds * 1000).toISOString() : null;
}

/** `20260506070809.25Z` as `2026-05-06T07:08:09.250Z`. Digits beyond the third are dropped. */
function isoOf(time: string): string | null {
  const found = /^(2\d{3})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(time);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction = ""] = found;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
  return Number.isFinite(Date.parse(iso)) ? iso : null;
}
