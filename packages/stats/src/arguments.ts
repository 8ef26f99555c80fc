/**
 * An argument that a method cannot work with.
 *
 * `argument` is the name of the parameter; the message says what was expected and
 * what was received, as in `successes: expected a whole number from 0 to 10, got 11`.
 */
export class StatsArgumentError extends RangeError {
  override readonly name = "StatsArgumentError";
  readonly argument: string;

  constructor(argument: string, expected: string, received: unknown) {
    super(`${argument}: expected ${expected}, got ${describe(received)}`);
    this.argument = argument;
  }
}

/** Throws unless 0 <= successes <= episodes, both whole and exact in a double. */
export function checkCounts(successes: number, episodes: number): void {
  checkCount("episodes", episodes, Number.MAX_SAFE_INTEGER);
  checkCount("successes", successes, episodes);
}

/** Throws unless `episodes` is a whole number from 0 to 2^53 - 1. */
export function checkEpisodes(episodes: number): void {
  checkCount("episodes", episodes, Number.MAX_SAFE_INTEGER);
}

/**
 * Throws unless `alpha` is an error probability from 1e-30 up to but not including 1.
 *
 * The floor is where the beta quantiles stop being reliable; they are wrong without a sign of
 * it from about 1e-36 down.
 */
export function checkAlpha(alpha: number): void {
  if (typeof alpha !== "number" || !(alpha >= 1e-30 && alpha < 1)) {
    throw new StatsArgumentError("alpha", "a number above 0 (at least 1e-30) and below 1", alpha);
  }
}

/** Throws unless `value` is a probability, 0 and 1 included. */
export function checkProbability(argument: string, value: number): void {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) {
    throw new StatsArgumentError(argument, "a number from 0 to 1", value);
  }
}

/** Throws unless `value` is one of `choices`. */
export function checkChoice(argument: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    const list = choices.map((choice) => JSON.stringify(choice)).join(", ");
    throw new StatsArgumentError(argument, `one of ${list}`, value);
  }
}

function checkCount(argument: string, value: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new StatsArgumentError(argument, `a whole number from 0 to ${most}`, value);
  }
}

// Callers without a type checker pass anything; String() alone would throw on some of it.
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}

/** Throws unless `value` is a whole number from `least` to `most`, both included. */
export function checkWhole(argument: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new StatsArgumentError(argument, `a whole number from ${least} to ${most}`, value);
  }
}

/** Throws unless `value` is a number strictly between `low` and `high`. */
export function checkBetween(argument: string, value: number, low: number, high: number): void {
  if (typeof value !== "number" || !(value > low && value < high)) {
    throw new StatsArgumentError(argument, `a number above ${low} and below ${high}`, value);
  }
}
