/** The first `most` characters of a text and an ellipsis, or the text; no character is cut in two. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}…`;
}
