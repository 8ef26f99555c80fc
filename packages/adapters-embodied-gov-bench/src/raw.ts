import { type Input, type InputFile, refuseLookAlikes } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

const hint =
  "write one line a scenario in the bridge format, with its dimension, its verdict and the task's success (docs/adapters/embodied-gov-bench.md)";

/** A rate with a number, as files of aggregates have it. */
const RATE = /"[a-z_]{0,40}(?:rate|percent|percentage|pct)"\s*:\s*-?\d/i;
/** Bounds of an interval around a rate. */
const BOUNDS = /"ci_(?:lower|upper)"\s*:\s*-?\d/i;
const MOCK = /"robot_backend"\s*:\s*"mock"/i;
const TRACE = /"steps"\s*:\s*\[/;

/**
 * The refusal of anything that is no bridge file. What EmbodiedGovBench writes is not public, so
 * nothing is guessed from a name or a likeness.
 */
export function refusalOf(input: Input): WorldFluxError {
  for (const file of input.files) {
    const text = headText(file);
    if (RATE.test(text) || BOUNDS.test(text)) return aggregate(file, text);
  }
  const [file] = input.files;
  if (file === undefined || input.files.length > 1) return notPublic(input.name, "");
  const text = headText(file);
  refuseLookAlikes(text, file.path, "bridge file");
  return notPublic(
    file.path,
    TRACE.test(text) ? ", and this is a trace of one task without a verdict" : "",
  );
}

function aggregate(file: InputFile, text: string): WorldFluxError {
  const mock = MOCK.test(text) ? ", of a mock backend on which nothing was run" : "";
  return new WorldFluxError(
    "WF_AGGREGATE_ONLY",
    `${file.path} holds rates${mock}: nothing can be recomputed, and the dimensions' denominators differ`,
    { hint },
  );
}

function notPublic(name: string, more: string): WorldFluxError {
  return new WorldFluxError(
    "WF_FORMAT_NOT_PUBLIC",
    `${name} is no bridge file, and what EmbodiedGovBench itself writes is not public${more}`,
    { hint },
  );
}

function headText(file: InputFile): string {
  return new TextDecoder().decode(file.head());
}
