import { assertable } from "@worldflux/adapter-kit";
import type { Reading } from "@worldflux/schema";
import { budget } from "./form.ts";
import { layoutOf } from "./layout.ts";
import type { ResultFile } from "./read-result-file.ts";

const kept = ["num_processes", "elapsed_time", budget] as const;

/** What files and folders say of the run, where all say the same and nothing proves it. */
export function assertedBy(files: readonly ResultFile[]): Reading["asserted"] {
  const models = files.map(({ path }) => layoutOf(path)?.model);
  const entries: [string, readonly unknown[]][] = [
    ["model_folder", models],
    ...kept.map((key): [string, unknown[]] => [key, files.map(({ header }) => header[key])]),
  ];
  const asserted: Record<string, string | number | boolean> = {};
  for (const [key, values] of entries) {
    const [value] = values;
    if (assertable(value) && values.every((other) => other === value)) asserted[key] = value;
  }
  return asserted;
}
