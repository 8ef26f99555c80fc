/**
 * Text from outside, safe on a terminal and on a page: control, format, direction and line-breaking
 * characters become a space, so that it cannot move the cursor, hide letters or turn the reading
 * direction.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

/** A value from outside for a message: one line, cut to a length, strings in quotes. */
export function preview(value: unknown, length = 60): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = printable(JSON.stringify(value) ?? String(value));
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
