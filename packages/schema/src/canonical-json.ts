import canonicalize from "canonicalize";

/**
 * The RFC 8785 (JCS) form of a JSON value: sorted keys, shortest numbers, no white space.
 *
 * @throws TypeError when the value is not JSON (undefined, NaN, a lone surrogate, a cycle): a bug
 * of the caller, since everything read from outside has passed `parseJson`.
 */
export function canonicalJson(value: unknown): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new TypeError("not a JSON value", { cause });
  }
  throw new TypeError("not a JSON value: undefined");
}

/** The bytes of a JSON member of a package: the RFC 8785 form and one line feed, in UTF-8. */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${canonicalJson(value)}\n`);
}
