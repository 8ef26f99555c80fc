import { type Detection, detectBy, type Input, readJson } from "@worldflux/adapter-kit";
import { findFiles, looksLikeRecording } from "./find-files.ts";
import type { ShapeId } from "./result.ts";
import { shapeOf } from "./shape-of.ts";

const signs: Readonly<Record<ShapeId, string>> = {
  G0: "success and an episode_id of text in each episode",
  G1: "metrics.success in each episode",
  G2: "metrics.success in each episode, and an eval_id",
  "G2-sqlite": "the tables eval_metadata and episode_results",
  G3: "metrics.success in each episode, and num_errors for the whole run",
};

/** Recognises results and recordings; the first file stands for the rest of a folder. */
export function detect(input: Input): Detection {
  return detectBy(() => {
    const { recordings, results } = findFiles(input);
    const [recording] = recordings;
    if (recording !== undefined) {
      if (looksLikeRecording(recording)) return found(recording.path, "G2-sqlite");
      return {
        shape: null,
        why: `${recording.path} is an SQLite database without vla-eval's tables`,
      };
    }
    const [result] = results;
    if (result === undefined) return { shape: null, why: `${input.name} holds no result` };
    return found(result.path, shapeOf(readJson(result, "result of vla-eval"), result.path).shape);
  });
}

function found(path: string, shape: ShapeId): Detection {
  return { shape, why: `${path} has ${signs[shape]}, as vla-eval writes them` };
}
