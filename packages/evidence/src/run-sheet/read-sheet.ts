import {
  checkDocument,
  decodeUtf8,
  parseJsonl,
  RunSheetCell,
  RunSheetHeader,
  WorldFluxError,
} from "@worldflux/schema";
import type { RunSheet } from "./plan-sheet.ts";

/**
 * Reads a `run_sheet.jsonl`: a header, and a cell a line.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID, or as `parseJsonl` does, with the line
 */
export function readSheet(bytes: Uint8Array): RunSheet {
  const source = "run_sheet.jsonl";
  const [first, ...rest] = parseJsonl(decodeUtf8(bytes, source), { source });
  if (first === undefined) {
    throw new WorldFluxError("WF_INPUT_EMPTY", `${source}: the file is empty`, {
      hint: "make a sheet with `worldflux protocol plan`",
    });
  }
  return {
    header: checkDocument(RunSheetHeader, first.value, `${source}:1`),
    cells: rest.map(({ line, value }) => checkDocument(RunSheetCell, value, `${source}:${line}`)),
  };
}
