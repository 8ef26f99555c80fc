import type { FileClass } from "@worldflux/schema";

/** What a file is, and by what it was recognised. */
export interface Classified {
  readonly class: FileClass;
  readonly reason: string;
}

type Rule = readonly [
  class_: FileClass,
  what: string,
  magic: readonly number[] | string,
  at?: number,
];

const rules: readonly Rule[] = [
  ["robot_recording", "MCAP", [0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a]],
  ["robot_recording", "ROS 1 bag", "#ROSBAG V"],
  ["archive", "gzip", [0x1f, 0x8b]],
  ["archive", "Zstandard", [0x28, 0xb5, 0x2f, 0xfd]],
  ["archive", "xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["archive", "bzip2", "BZh"],
  ["archive", "7-Zip", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["archive", "RAR", "Rar!\u001a\u0007"],
  ["archive", "tar", "ustar", 257],
  ["dataset", "HDF5", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a]],
  ["dataset", "Parquet", "PAR1"],
  ["dataset", "NumPy", [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ["video", "MP4", "ftyp", 4],
  ["video", "Matroska or WebM", [0x1a, 0x45, 0xdf, 0xa3]],
  ["video", "AVI", "AVI ", 8],
  ["video", "GIF", "GIF8"],
  ["image", "PNG", [0x89, 0x50, 0x4e, 0x47]],
  ["image", "JPEG", [0xff, 0xd8, 0xff]],
  ["tracker", "W&B binary log", ":W&B"],
];

/** Zip is a container: weights and arrays come in it as well as archives. */
const zipped: readonly (readonly [RegExp, Classified])[] = [
  [/\.(?:pt|pth|ckpt|bin|pkl)$/i, { class: "checkpoint", reason: "weights, zipped by PyTorch" }],
  [/\.npz$/i, { class: "dataset", reason: "NumPy arrays" }],
];

/** Recognises a binary file by its first bytes; undefined for any other. */
export function byMagic(path: string, start: Uint8Array): Classified | undefined {
  if (startsWith(start, "PK\u0003\u0004")) {
    const known = zipped.find(([pattern]) => pattern.test(path))?.[1];
    return known ?? { class: "archive", reason: "zip, by its first bytes" };
  }
  if (startsWith(start, "SQLite format 3\u0000")) return sqlite(path, start);
  const found = rules.find(([, , magic, at]) => startsWith(start, magic, at));
  if (found !== undefined) return { class: found[0], reason: `${found[1]}, by its first bytes` };
  if (/\.safetensors$/i.test(path) && start[8] === 0x7b) {
    return { class: "checkpoint", reason: "safetensors" };
  }
  // Pickle, by its protocol number; never loaded.
  if (start[0] === 0x80 && (start[1] ?? 9) <= 5 && (start[1] ?? 0) >= 2) {
    return { class: "checkpoint", reason: "pickle, which is never loaded" };
  }
  return undefined;
}

function sqlite(path: string, start: Uint8Array): Classified {
  const head = new TextDecoder("latin1").decode(start.subarray(0, 64 * 1024));
  if (head.includes("episode_results") && head.includes("eval_metadata")) {
    return { class: "episode_records", reason: "SQLite with a table of episode results" };
  }
  if (/\.db3$/i.test(path) || (head.includes("topics") && head.includes("messages"))) {
    return { class: "robot_recording", reason: "ROS 2 bag in SQLite" };
  }
  if (head.includes("experiments") && head.includes("latest_metrics")) {
    return { class: "tracker", reason: "MLflow's database" };
  }
  return { class: "other", reason: "SQLite" };
}

function startsWith(bytes: Uint8Array, magic: readonly number[] | string, at = 0): boolean {
  for (let i = 0; i < magic.length; i++) {
    const wanted = typeof magic === "string" ? magic.charCodeAt(i) : magic[i];
    if (bytes[at + i] !== wanted) return false;
  }
  return true;
}
