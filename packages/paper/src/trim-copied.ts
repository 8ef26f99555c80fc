/**
 * Text without what a copy from prose or Markdown drags along: quotes, angle brackets, the full stop
 * of a sentence, and brackets that are closed and were not opened.
 */
export function trimCopied(text: string): string {
  let rest = text.trim();
  for (;;) {
    const next = withoutOne(rest).trim();
    if (next === rest) return rest;
    rest = next;
  }
}

function withoutOne(text: string): string {
  if (/^[<"'`\u201c]/.test(text)) return text.slice(1);
  if (/[>"'`,;:.!?\u201c\u201d]$/.test(text)) return text.slice(0, -1);
  for (const [open, close] of [
    ["(", ")"],
    ["[", "]"],
    ["{", "}"],
  ] as const) {
    const opened = text.split(open).length;
    const closed = text.split(close).length;
    if (text.endsWith(close) && closed > opened) return text.slice(0, -1);
    if (text.startsWith(open) && opened > closed) return text.slice(1);
    if (text.startsWith(open) && text.endsWith(close) && opened === closed) {
      return text.slice(1, -1);
    }
  }
  return text;
}
