import type { TrackedInput } from "@worldflux/adapter-kit";
import { isObject } from "@worldflux/adapter-kit";
import { decodeUtf8, parseJson, WorldFluxError } from "@worldflux/schema";
import type { SeenFile } from "./seen-file.ts";

/** How many files of single episodes say what. */
export interface Statuses {
  readonly success: number;
  readonly failure: number;
  /** A status that says that the episode did not finish. */
  readonly unfinished: number;
  /** Files that could not be read, or say nothing. */
  readonly other: number;
  /** Files whose outcome has a name of its own, which a mapping reads. */
  readonly unnamed: number;
}

/** Reads files that hold one episode each. */
export function readStatuses(
  files: readonly SeenFile[],
  open: (paths: readonly string[]) => TrackedInput,
): Statuses {
  const counts = { success: 0, failure: 0, unfinished: 0, other: 0, unnamed: 0 };
  for (const { path, content, reached } of files) {
    const status = content === "running_status" || content === "broken_status";
    const outcome = status ? "unfinished" : outcomeOf(path, open);
    const known = outcome === "success" || outcome === "failure";
    counts[!known && reached !== null ? "unnamed" : outcome]++;
  }
  return counts;
}

function outcomeOf(path: string, open: (paths: readonly string[]) => TrackedInput): keyof Statuses {
  try {
    const [file] = open([path]).files;
    if (file === undefined) return "other";
    const { value } = parseJson(decodeUtf8(file.bytes(), path), {
      source: path,
      dialect: "python",
    });
    const success = isObject(value) ? (value["success"] ?? value["is_success"]) : undefined;
    if (typeof success !== "boolean") return "other";
    return success ? "success" : "failure";
  } catch (error) {
    if (error instanceof WorldFluxError) return "other";
    throw error;
  }
}
