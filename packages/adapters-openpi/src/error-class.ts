/**
 * What kind of exception ended an episode. The text itself may name hosts, paths and people, so
 * nothing of it is kept.
 */
export function errorClass(text: string): "connection_closed" | "timeout" | "exception" {
  const start = text.slice(0, 500);
  if (/time(?:d )?[ -]?out/i.test(start)) return "timeout";
  if (/close frame|connection|broken pipe|(?:received|sent) 1\d{3}\b/i.test(start)) {
    return "connection_closed";
  }
  return "exception";
}
