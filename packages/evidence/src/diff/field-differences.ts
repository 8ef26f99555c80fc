import { type FieldDifference, preview } from "@worldflux/schema";
import { clip } from "./fact.ts";

/** Most differences that are listed of a document. */
const SHOWN = 50;
/** Most differences that are counted. */
const COUNTED = 10_000;
/** Longest pointer. */
const POINTER = 1024;

/** The places in which two JSON values differ. */
export interface FieldDifferences {
  readonly differences: FieldDifference[];
  /** Differences beyond those, counted up to a limit. */
  readonly more: number;
}

/**
 * The places in which two JSON values differ, by JSON pointer, keys in sorted order and lists place
 * by place. Numbers must be equal exactly.
 */
export function fieldDifferences(left: unknown, right: unknown): FieldDifferences {
  const differences: FieldDifference[] = [];
  let count = 0;
  const walk = (a: unknown, b: unknown, pointer: string): void => {
    if (a === b || count >= COUNTED) return;
    if (isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b)) {
      for (const key of keysOf(a, b)) walk(own(a, key), own(b, key), join(pointer, key));
      return;
    }
    if (count++ < SHOWN) differences.push({ pointer, left: shown(a), right: shown(b) });
  };
  walk(left, right, "");
  return { differences, more: count - differences.length };
}

/** A cut that went through a character is mended. */
function shown(value: unknown): string {
  return preview(value).replace(/[\uD800-\uDBFF](?=…$)/, "");
}

function keysOf(a: Container, b: Container): string[] {
  if (Array.isArray(a) && Array.isArray(b)) {
    return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => String(i));
  }
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function join(pointer: string, key: string): string {
  const longer = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return clip(longer, POINTER);
}

type Container = Record<string, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

function own(of: Container, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
