import { WorldFluxError } from "@worldflux/schema";

/** A JSON object whose fields have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where a value stands in a file: keys and positions from the root. */
export type Place = readonly PropertyKey[];

/** True for an object that is no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A place as people write it: `per_task[3].metrics.successes`. */
export function placeOf(place: Place): string {
  return place
    .map((key, i) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_]\w{0,59}$/.test(String(key))) return `[${quote(String(key))}]`;
      return i === 0 ? String(key) : `.${String(key)}`;
    })
    .join("");
}

/** A value from a file, safe to print: short, on one line, without invisible characters. */
export function quote(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  const text = JSON.stringify(value.slice(0, 60)).replace(/[\p{C}\u2028\u2029]/gu, escapeCharacter);
  return value.length > 60 ? `${text}…` : text;
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** The keys of an object, for a message: at most eight, each cut short. */
export function keysOf(value: JsonObject): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return "no keys";
  const more = keys.length > 8 ? ` and ${keys.length - 8} more` : "";
  return `the ${keys.length === 1 ? "key" : "keys"} ${keys.slice(0, 8).map(quote).join(", ")}${more}`;
}

/** The error for records that the evaluator would not have written so. */
export function inconsistent(file: string, place: Place, what: string): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `${file}: ${placeOf(place)}: ${what}`, {
    hint: "hand in the file as the evaluator wrote it",
  });
}
