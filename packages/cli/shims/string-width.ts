/**
 * Column width of help text. Ours is ASCII, so the Unicode tables that the real
 * package compiles at start-up (about 20 ms) buy nothing.
 */
export default function stringWidth(text: string): number {
  return text.length;
}
