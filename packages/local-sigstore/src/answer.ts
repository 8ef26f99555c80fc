/** What a service answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes as they are, or a value to be sent as JSON. */
  readonly body?: Buffer | object;
}

/** A request as the services see it. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string;
  readonly body: Buffer;
}

/** A refusal in the form of Fulcio and Rekor (gRPC's status). */
export const refusal = (status: number, code: number, message: string): Answer => ({
  status,
  body: { code, message, details: [] },
});

/** A field of a JSON value by its path; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      // An object's own field, whatever it holds: the caller looks at its type.
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The text at a path of a JSON value; empty where there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The value of a JSON text; null when it is not JSON. */
export function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
