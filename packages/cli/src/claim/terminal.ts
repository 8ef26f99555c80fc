import { createInterface } from "node:readline";

/** Lines that a person types. */
export interface Terminal {
  /** Shows a question and waits for a line; undefined when the person has gone. */
  ask(question: string): Promise<string | undefined>;
  say(text: string): void;
  close(): void;
}

/** Whether a person sits in front of both ends, and no script. */
export function isAttended(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY && !process.env["CI"]);
}

/**
 * The terminal of this process. Lines are kept in a queue: pasted ones arrive together, before the
 * next question is asked. Ctrl-C and the end of the input end every question.
 */
export function openTerminal(): Terminal {
  const { stdin: input, stderr: output } = process;
  const reader = createInterface({ input, output, terminal: true, historySize: 0 });
  const lines: string[] = [];
  let gone = false;
  let waiting: ((line: string | undefined) => void) | undefined;
  const hand = (line: string | undefined) => {
    const take = waiting;
    waiting = undefined;
    take?.(line);
  };
  reader.on("line", (line) => {
    if (waiting === undefined) lines.push(line);
    else hand(line);
  });
  reader.on("SIGINT", () => reader.close());
  reader.on("close", () => {
    gone = true;
    hand(undefined);
  });
  return {
    ask: (question) => {
      reader.setPrompt(question);
      if (!gone) reader.prompt();
      const line = lines.shift();
      if (line !== undefined) return Promise.resolve(line);
      if (gone) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    say: (text) => void output.write(`${text}\n`),
    close: () => reader.close(),
  };
}
