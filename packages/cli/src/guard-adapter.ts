import {
  type Adapter,
  type Detection,
  type Input,
  isObject,
  quote,
  type ReadOptions,
} from "@worldflux/adapter-kit";
import { type ErrorCode, errorCatalog, type Reading, WorldFluxError } from "@worldflux/schema";

/**
 * Code that we did not write, behind a fence: what it throws comes out as an error that names it,
 * `detect` never throws, and episodes can be gone through again.
 *
 * @param label how messages call it, such as `worldflux-adapter-example 1.0.0`
 */
export function guardAdapter(adapter: Adapter, label: string): Adapter {
  const { api, name, role, shapes } = adapter;
  const detect = (input: Input): Detection => {
    try {
      const answer: unknown = adapter.detect(input);
      const { shape, why } = isObject(answer) ? answer : {};
      if ((shape === null || typeof shape === "string") && typeof why === "string") {
        return { shape, why };
      }
      return { shape: null, why: `${label} gives no answer` };
    } catch (error) {
      return { shape: null, why: `${label} failed: ${firstLine(error)}` };
    }
  };
  const read = async (input: Input, options: ReadOptions): Promise<Reading> => {
    const failed = (error: unknown) => readFailure(error, label, input.name);
    let reading: unknown;
    try {
      reading = await adapter.read(input, options);
    } catch (error) {
      throw failed(error);
    }
    const { episodes } = isObject(reading) ? reading : {};
    if (!isIterable(episodes)) throw failed(new TypeError("read gives no episodes"));
    return { ...(reading as Reading), episodes: repeatable(episodes, failed) };
  };
  return { api, name, role, shapes, detect, read };
}

function isIterable(value: unknown): value is Reading["episodes"] {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

/** Episodes are gone through several times, which a bare generator does not survive: it is kept. */
function repeatable<T>(items: Iterable<T>, failed: (error: unknown) => Error): Iterable<T> {
  const passed = function* () {
    try {
      yield* items;
    } catch (error) {
      throw failed(error);
    }
  };
  const once = (items as { next?: unknown }).next !== undefined;
  return once ? [...passed()] : { [Symbol.iterator]: passed };
}

/**
 * An adapter may have a copy of `@worldflux/schema` of its own, and that copy's error class is not
 * ours, so errors are known by name and code.
 */
function readFailure(error: unknown, label: string, input: string): WorldFluxError {
  if (error instanceof WorldFluxError) return error;
  const { name, code, message, hint } = (error ?? {}) as Record<string, unknown>;
  if (name === "WorldFluxError" && isErrorCode(code)) {
    const cut = (text: unknown) => String(text).slice(0, 2000);
    return new WorldFluxError(code, cut(message), hint ? { hint: cut(hint) } : {});
  }
  return new WorldFluxError(
    "WF_ADAPTER_INVALID",
    `${label} failed on ${input}: ${firstLine(error)}`,
    {
      hint: "this is a bug of the adapter; report it to its author, with the command",
      cause: error,
    },
  );
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCatalog, code);
}

/** What was thrown, on one line and without its stack. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : quote(error);
  return (text.split(/[\r\n]/, 1)[0] ?? "").slice(0, 300);
}
