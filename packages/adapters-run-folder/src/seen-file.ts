import type { Digest, FileClass } from "@worldflux/schema";
import type { Content } from "./content.ts";
import type { Reached } from "./reached-by-map.ts";

/** A file after it was looked at; its bytes are gone. */
export interface SeenFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: Digest | null;
  readonly class: FileClass;
  readonly reason: string;
  readonly content: Content | null;
  /** What `--map` would read it as; null without a mapping, and where it has no such columns. */
  readonly reached: Reached | null;
  /** Names of the adapters that recognise it, the most specific first. */
  readonly readers: readonly string[];
  /**
   * The tasks that it names, where its place says that it is one of several files of an evaluation;
   * undefined elsewhere, and for what is too large for a first look.
   */
  readonly tasks?: readonly string[] | undefined;
}
