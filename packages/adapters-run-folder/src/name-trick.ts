/** Longest path below the root, in UTF-16 units; the evidence names its sources on one line. */
const maxPath = 512;

/**
 * What makes a name one that is not opened: it may read as another on a screen, or cannot be written
 * down. undefined for an honest one.
 */
export function nameTrick(path: string): string | undefined {
  if (/[\n\r\u2028\u2029]/.test(path)) return "the name holds a line break";
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(path)) {
    return "the name holds a mark that turns the reading direction";
  }
  if (/\p{C}/u.test(path)) return "the name holds control or invisible characters";
  if (path.includes("\ufffd")) return "the name is not UTF-8";
  if (path.includes("\\")) return "the name holds a backslash";
  if (path.length > maxPath) return `the path has more than ${maxPath} characters`;
  return undefined;
}

/** A path as it may stand in a report: on one line, what does not show written out, not endless. */
export function shownPath(path: string): string {
  const visible = path.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return visible.length > 1000 ? `${visible.slice(0, 1000)}…` : visible;
}
