import { UtcTime } from "@worldflux/schema";

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * A time as records have it, from ISO 8601 with seconds and with `Z` or an offset; undefined for
 * anything else. A time without an offset may be off by half a day either way, so it is none. Fractions
 * are cut to milliseconds: never later than what is written.
 */
export function utcTime(value: unknown): UtcTime | undefined {
  if (typeof value !== "string" || value.length > 40) return undefined;
  const found = ISO.exec(value.trim());
  if (found === null) return undefined;
  const [, date, time, fraction = "", zone = "Z"] = found;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const offset = zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, "$1:$2");
  const at = Date.parse(`${date}T${time}.${milliseconds}${offset}`);
  if (!Number.isFinite(at)) return undefined;
  return UtcTime.safeParse(new Date(at).toISOString()).data;
}
