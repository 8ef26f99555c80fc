import { WorldFluxError } from "@worldflux/schema";

/** Environment variable that a private key's pass phrase is taken from. */
const VARIABLE = "WORLDFLUX_KEY_PASSPHRASE";

/** A terminal to ask on: `process.stdin` and `process.stderr`. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/**
 * The pass phrase of a private key: from the environment, or asked for without echo. Never taken
 * from the command line, which other users can see.
 *
 * @param questions one, or two for a new key: then both answers have to agree
 * @throws WorldFluxError WF_PASS_PHRASE when there is none, nobody to ask, or the answers differ
 */
export async function readPassPhrase(
  questions: readonly string[],
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined && given !== "") return given;
  if (!terminal.input.isTTY || !terminal.output.isTTY) {
    throw refusal("there is no pass phrase, and no terminal to ask for one");
  }
  const [answer = "", ...again] = await ask(questions, terminal);
  if (answer === "") throw refusal("no pass phrase was given");
  if (again.some((other) => other !== answer)) throw refusal("the two pass phrases differ");
  return answer;
}

function refusal(message: string): WorldFluxError {
  return new WorldFluxError("WF_PASS_PHRASE", message, {
    hint: `set ${VARIABLE}, or run this on a terminal`,
  });
}

/** What arrow and function keys send. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they start with ESC
const functionKeys = /\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])?/g;

/** Asks all questions in one raw session, so that a pasted second line answers the second. */
async function ask(questions: readonly string[], { input, output }: Terminal): Promise<string[]> {
  const answers: string[] = [];
  let typed: string[] = [];
  input.setRawMode(true);
  input.setEncoding("utf8");
  output.write(questions[0] ?? "");
  try {
    return await new Promise((done, failed) => {
      const stop = () => failed(refusal("no pass phrase was given"));
      input.on("end", stop);
      input.on("data", (chunk: string) => {
        for (const character of chunk.replace(functionKeys, "").replaceAll("\r\n", "\r")) {
          if (character === "\r" || character === "\n") {
            answers.push(typed.join(""));
            typed = [];
            output.write(`\n${questions[answers.length] ?? ""}`);
            if (answers.length === questions.length) return done(answers);
          } else if (character === "\u0003" || character === "\u0004")
            return stop(); // Ctrl-C, -D
          else if (character === "\u007f" || character === "\b") typed.pop();
          else if (character === "\u0015")
            typed = []; // Ctrl-U
          else typed.push(character);
        }
      });
      input.resume();
    });
  } finally {
    input.removeAllListeners("data").removeAllListeners("end");
    input.setRawMode(false);
    input.pause();
    if (answers.length < questions.length) output.write("\n");
  }
}
