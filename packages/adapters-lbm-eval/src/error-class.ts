/** How much of a message is looked at: a traceback ends with its exception. */
const tail = 16_384;

/** The line of a traceback that names the exception, with or without its module. */
const raised =
  /^(?:\w{1,80}\.){0,12}([A-Z][A-Za-z]{1,60}(?:Error|Exception|Failure|Exit|Interrupt))(?::|$)/;

/** The class of the exception in a `failure_message`, or `exception`; the text itself is private. */
export function errorClass(message: string): string {
  const lines = message.slice(-tail).split("\n").reverse();
  for (const line of lines) {
    const name = raised.exec(line.trimEnd())?.[1];
    if (name !== undefined) return name;
  }
  return "exception";
}
