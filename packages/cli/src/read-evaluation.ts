import { type Adapter, readInput } from "@worldflux/adapter-kit";
import { checkDocument, Reading } from "@worldflux/schema";

/** Reads a file with an adapter, and holds the adapter to its contract. */
export function readEvaluation(adapter: Adapter, from: string) {
  const input = readInput(from);
  const reading = checkDocument(Reading, adapter.read(input), `adapter ${adapter.name}`);
  return {
    reading,
    file: {
      role: adapter.role,
      name: input.name,
      sha256: input.sha256,
      size_bytes: input.bytes.length,
    },
  };
}
