/** A path for a message: whole, unless nobody could read it. */
export function filePath(path: string): string {
  return path.length > 240 ? `${path.slice(0, 100)}…${path.slice(-100)}` : path;
}

/** The first few texts of many, for a message or a note. */
export function someOf(texts: readonly string[], most = 6): string {
  const more = texts.length > most ? ` and ${texts.length - most} more` : "";
  return `${texts.slice(0, most).join(", ")}${more}`;
}
