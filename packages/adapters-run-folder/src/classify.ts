import { earlyByPath, isBagDescription, lateByPath } from "./by-path.ts";
import { type Content, contentOf } from "./content.ts";
import { byMagic, type Classified } from "./magic.ts";

/** A file's class, and for a text what it seems to record. */
export interface Sight extends Classified {
  /** null for what is not read as text. */
  readonly content: Content | null;
  /** The text at its start; null for what is no text. */
  readonly text: string | null;
}

/**
 * Says what a file is by its name and its first bytes. Nothing is decoded.
 *
 * @param start the first bytes, 1 MiB at most
 * @param size of the whole file, in bytes
 */
export function classify(path: string, start: Uint8Array, size: number): Sight {
  const early = earlyByPath(path);
  const whole = start.length >= size;
  const magic = byMagic(path, start);
  const text = magic === undefined ? textOf(start, whole) : null;
  const content = text === null ? null : contentOf(path, text, whole);
  if (early !== undefined && early.class !== "unusable") return { ...early, content, text };
  if (text?.includes("PRIVATE KEY-----")) {
    return { class: "secret", reason: "holds a private key", content, text };
  }
  if (early !== undefined) return { ...early, content, text };
  if (magic !== undefined) return { ...magic, content: null, text: null };
  if (text === null) {
    const late = lateByPath(path);
    const binary = late?.class === "config" || late?.class === "log" ? undefined : late;
    return { ...(binary ?? { class: "other", reason: "binary, of no known kind" }), content, text };
  }
  if (isBagDescription(path, text)) {
    return { class: "robot_recording", reason: "description of a ROS 2 bag", content, text };
  }
  return { ...textClass(path, content ?? "text"), content, text };
}

function textClass(path: string, content: Content): Classified {
  switch (content) {
    case "empty":
      return { class: "unusable", reason: "empty" };
    case "lfs_pointer":
      return { class: "unusable", reason: "git-LFS pointer: the content was never downloaded" };
    case "success_booleans":
      return { class: "episode_records", reason: "rows with a boolean success" };
    case "one_episode":
      return { class: "episode_records", reason: "one episode with a boolean success" };
    case "success_numbers":
      return { class: "episode_records", reason: "rows whose success is no boolean" };
    case "running_status":
    case "broken_status":
      return { class: "episode_records", reason: "status that says unfinished, and no result" };
    case "table":
      return { class: "episode_records", reason: "table with rows" };
    case "outcome_words":
      return { class: "other", reason: "JSON with outcomes by a name that is not known" };
    case "episode_table":
      return {
        class: "other",
        reason: "table of episodes or tasks, without a known column of outcomes",
      };
    case "plain_table":
      return { class: "other", reason: "table without a column of outcomes" };
    case "header_only":
      return { class: "unusable", reason: "table with a header and no row" };
    case "aggregates":
    case "rate_table":
      return { class: "aggregates", reason: "rates or counts over several episodes" };
    case "scores":
      return { class: "aggregates", reason: "scores, not outcomes" };
    case "outcome_names":
      return { class: "log", reason: "names of videos that say success or failure" };
    default:
      return lateByPath(path) ?? { class: content === "json" ? "other" : "log", reason: "text" };
  }
}

/** UTF-8 without zero bytes; null for anything else. A character that the limit cuts is dropped. */
function textOf(start: Uint8Array, whole: boolean): string | null {
  if (start.subarray(0, 64 * 1024).includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: !whole });
  } catch {
    return null;
  }
}
