import { isObject, refuseLookAlikes } from "@worldflux/adapter-kit";
import { decodeUtf8, type JsonLine, jsonLines, parseJson, WorldFluxError } from "@worldflux/schema";
import type { FoundBridge } from "./find.ts";

/** One record of a bridge file: an episode, or the end line. */
export interface RawRecord {
  /** File and place, such as `run.jsonl:3` or `run.json: episodes[2]`. */
  readonly where: string;
  readonly value: unknown;
}

/** A bridge file taken apart; no field was looked at. */
export interface BridgeRecords {
  readonly header: RawRecord;
  /** Everything after the header. A JSONL file is parsed again on each call. */
  after(): Iterable<RawRecord>;
}

/** @throws WorldFluxError for text that is not JSON or JSON Lines, with the line */
export function recordsOf({ file, shape }: FoundBridge): BridgeRecords {
  if (shape === "json") return ofDocument(file.path, decodeUtf8(file.bytes(), file.path));
  const lines = () => withHints(jsonLines(file.chunks(), file.path));
  const [first] = take(lines());
  if (first === undefined) {
    throw new WorldFluxError("WF_INPUT_EMPTY", `${file.path} is empty`, { hint: writeAgain });
  }
  return {
    header: lineOf(file.path, first),
    after: function* () {
      let header = true;
      for (const line of lines()) {
        if (!header) yield lineOf(file.path, line);
        header = false;
      }
    },
  };
}

function lineOf(path: string, { line, value }: JsonLine): RawRecord {
  return { where: `${path}:${line}`, value };
}

function ofDocument(path: string, text: string): BridgeRecords {
  refuseLookAlikes(text, path, "bridge file");
  const value = hinted(() => parseJson(text, { source: path, dialect: "python" }).value);
  if (!isObject(value) || !Array.isArray(value["episodes"])) {
    throw new WorldFluxError("WF_EPISODES_INCONSISTENT", `${path}: episodes is not a list`, {
      hint: "write one object with the header's fields and a list episodes",
    });
  }
  const { episodes, end, ...header } = value;
  const list: readonly unknown[] = value["episodes"];
  return {
    header: { where: path, value: header },
    after: function* () {
      for (const [i, episode] of list.entries()) {
        yield { where: `${path}: episodes[${i}]`, value: episode };
      }
      if (end !== undefined) yield { where: path, value: { end } };
    },
  };
}

function take<T>(values: Iterable<T>): T[] {
  for (const value of values) return [value];
  return [];
}

const writeAgain = "write the file again with the bridge writer, one JSON object a line";

function* withHints(lines: Iterable<JsonLine>): Generator<JsonLine> {
  const iterator = lines[Symbol.iterator]();
  try {
    for (;;) {
      const next = hinted(() => iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    iterator.return?.();
  }
}

/** The JSON reader knows what is wrong, but not who has to do what about it. */
function hinted<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WorldFluxError) || error.hint !== undefined) throw error;
    throw new WorldFluxError(error.code, error.message, { hint: writeAgain, cause: error });
  }
}
