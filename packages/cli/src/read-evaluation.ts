import { type Adapter, checkReading, openInput } from "@worldflux/adapter-kit";
import type { ReadFile } from "@worldflux/evidence";
import { preview, type Reading, WorldFluxError } from "@worldflux/schema";
import { type AdapterChoice, type LoadedAdapter, loadAdapter, recognisers } from "./adapters.ts";

/** What to read, in the words of the command line. */
export interface EvaluationChoice extends AdapterChoice {
  /** Files and folders that are one evaluation. */
  readonly from: readonly string[];
  readonly interim: boolean;
}

/** An evaluation as it was read. */
export interface Evaluation {
  readonly adapter: Adapter;
  /** The package that the adapter comes from, and its version where that is not ours. */
  readonly origin: Pick<LoadedAdapter, "package" | "version">;
  readonly reading: Reading;
  /** The files that the episodes come from. */
  readonly files: readonly ReadFile[];
}

/**
 * Reads an evaluation, and holds the adapter to its contract.
 *
 * @param loaded the adapter, where it was loaded before
 * @throws WorldFluxError as `loadAdapter`, `openInput` and the adapter do
 */
export async function readEvaluation(
  choice: EvaluationChoice,
  loaded?: LoadedAdapter,
): Promise<Evaluation> {
  const { adapter, ...origin } = loaded ?? (await loadAdapter(choice));
  const input = openInput(choice.from);
  const raw = await readWith(adapter, input, choice);
  const sources = input.sources();
  if (sources.length === 0) {
    throw new WorldFluxError("WF_ADAPTER_INVALID", `adapter ${adapter.name} has read no file`, {
      hint: "report it to the author of the adapter: read() must read what it returns",
    });
  }
  const reading = checkReading(adapter.name, raw);
  if (!adapter.shapes.some(({ id }) => id === reading.shape)) {
    throw new WorldFluxError(
      "WF_ADAPTER_INVALID",
      `adapter ${adapter.name} read a shape ${preview(reading.shape)} that it does not list`,
      { hint: "report it to the author of the adapter: every shape stands in `shapes`" },
    );
  }
  const notes = [
    ...reading.notes,
    ...(choice.interim ? [interimLook] : []),
    ...(input.linksLeftOut > 0 ? [linksLeftOut(input.linksLeftOut)] : []),
  ];
  return {
    adapter,
    origin,
    reading: { ...reading, notes },
    files: sources.map(({ path, ...rest }) => ({ role: adapter.role, name: path, ...rest })),
  };
}

const interimLook = {
  code: "interim_look",
  detail: "declared by --interim: the run had not finished when it was read",
};

const linksLeftOut = (count: number) => ({
  code: "links_left_out",
  detail: `${count} links to folders elsewhere were not followed; what they lead to was not read`,
});

type Opened = ReturnType<typeof openInput>;

async function readWith(
  adapter: Adapter,
  input: Opened,
  { interim }: EvaluationChoice,
): Promise<Reading> {
  try {
    return await adapter.read(input, { interim });
  } catch (error) {
    if (!(error instanceof WorldFluxError) || error.code !== "WF_SHAPE_UNKNOWN") throw error;
    const others = (await recognisers()).filter(
      (other) => other.name !== adapter.name && other.detect(input).shape !== null,
    );
    if (others.length === 0) throw error;
    const names = others.map((other) => `\`worldflux audit run ${other.name}\``).join(" or ");
    throw new WorldFluxError(error.code, error.message, {
      hint: `it looks like input of ${names}`,
      cause: error,
    });
  }
}
