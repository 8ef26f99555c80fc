import { WorldFluxError } from "@worldflux/schema";

/** Where a value stands in a file: keys and positions from the root. */
export type Place = readonly PropertyKey[];

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

/** A value from the file, safe to print: short, on one line, without invisible characters. */
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

/** The error for records that LeRobot would not have written so. */
export function inconsistent(file: string, place: Place, what: string): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `${file}: ${placeOf(place)}: ${what}`, {
    hint: "hand in the eval_info.json as lerobot-eval wrote it",
  });
}
