import { styleText } from "node:util";

/** What a command has to say: for people, for machines, and how it ended. */
export interface Outcome {
  readonly text: string;
  readonly json: unknown;
  readonly exitCode?: number;
}

/** With `--json` the machine's output has stdout to itself, and people read stderr. */
export function print(outcome: Outcome, json: boolean): void {
  const people = json ? process.stderr : process.stdout;
  people.write(outcome.text.endsWith("\n") ? outcome.text : `${outcome.text}\n`);
  if (json) process.stdout.write(`${JSON.stringify(outcome.json, null, 2)}\n`);
}

const styles = {
  title: "bold",
  good: "green",
  bad: "red",
  warn: "yellow",
  dim: "dim",
  command: "cyan",
} as const;

/** Paints for the stream that people read; styleText obeys NO_COLOR, FORCE_COLOR and non-TTYs. */
export function painter(json: boolean) {
  const stream = json ? process.stderr : process.stdout;
  return (tone: keyof typeof styles, text: string) =>
    styleText(styles[tone], text, { stream, validateStream: true });
}
