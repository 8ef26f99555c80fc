import { type TextLine, textLines } from "@worldflux/schema";

/** What was logged at once, in one line however it was printed. */
export interface LogEntry {
  /** Line of its start, counted from 1. */
  readonly line: number;
  readonly text: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes start with one
const escapes = /\u001b\[[0-9;?]{0,16}[@-~]/g;

/** `09/15 [21:42:51] INFO     | >> Success: True              run_libero_eval.py:226` */
const richHead =
  /^(?:\d\d\/\d\d )?(?:\[\d\d:\d\d:\d\d\])? {0,40}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) {1,8}(?:\| >> ?)?(.*)$/;

/** The place in the source that rich puts at the right. */
const richPlace = /\s[\w.-]{1,100}\.py:\d{1,6}$/;

/** What rich puts before the second line of a message that it wrapped. */
const continued = /^ {20,40}(\S.*)$/;

const bar = /^\s*\d{1,3}%\|[^|]{0,400}\|\s*\d{1,9}\/\d{1,9} \[[^\]]{0,120}\]/;

/**
 * The messages of a log that was captured from a terminal. Lines that rich wrapped are joined again;
 * progress bars and terminal escapes are taken off.
 */
export function* logEntries(chunks: Iterable<Uint8Array>, source: string): Generator<LogEntry> {
  let open: { line: number; parts: string[] } | undefined;
  const close = (): LogEntry[] => {
    if (open === undefined) return [];
    const { line, parts } = open;
    open = undefined;
    return [{ line, text: parts.join(" ").trim() }];
  };
  for (const { line, text } of textLines(chunks, source)) {
    for (const piece of pieces(text)) {
      const head = richHead.exec(piece);
      if (head !== null) {
        yield* close();
        open = { line, parts: [withoutPlace(head[1] ?? "")] };
        continue;
      }
      const more = continued.exec(piece)?.[1];
      if (open !== undefined && more !== undefined && open.parts.length < 32) {
        open.parts.push(more.trim());
        continue;
      }
      yield* close();
      const plain = withoutLogger(piece.trim());
      if (plain !== "") yield { line, text: plain };
    }
  }
  yield* close();
}

/** What stands between carriage returns, without the progress bars. */
function pieces(text: TextLine["text"]): string[] {
  return text
    .replace(escapes, "")
    .split("\r")
    .map((piece) => {
      let rest = piece;
      for (let found = bar.exec(rest); found !== null; found = bar.exec(rest)) {
        rest = rest.slice(found[0].length);
      }
      return rest.trimEnd();
    });
}

function withoutPlace(text: string): string {
  return text.trimEnd().replace(richPlace, "").trim();
}

function withoutLogger(text: string): string {
  return text.replace(/^(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.]{1,100}:/, "").trim();
}
