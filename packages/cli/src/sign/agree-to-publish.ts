import { createInterface } from "node:readline/promises";
import { printable, WorldFluxError } from "@worldflux/schema";
import type { Terminal } from "../read-pass-phrase.ts";

/** How a person may agree. */
export interface Consent {
  /** They agreed on the command line. */
  readonly yes: boolean;
  /** Where else than in the log the address becomes public, in words that follow "into". */
  readonly alsoInto?: string | undefined;
}

/**
 * Asks a person before an e-mail address goes into a log: once each time, since a log forgets nothing.
 *
 * @param email undefined for the one that a login will bring
 * @throws WorldFluxError WF_CONSENT without agreement, and when there is nobody to ask
 */
export async function agreeToPublish(
  email: string | undefined,
  log: string,
  { yes, alsoInto }: Consent,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (yes) return;
  const who = email === undefined ? "the e-mail address that you log in with" : printable(email);
  const { input, output } = terminal;
  if (!input.isTTY || !output.isTTY) {
    const where = alsoInto === undefined ? "" : ` and into ${alsoInto}`;
    throw refusal(
      `signing would put ${who} into the log at ${log}${where}, and nobody is there to ask`,
    );
  }
  output.write(
    [
      `This puts ${who}, the time and the hash of what is signed into the log at ${log}.`,
      "The certificate authority puts the address into a log of its own, before anything is signed.",
      ...(alsoInto === undefined ? [] : [`The address goes into ${alsoInto} too.`]),
      "Whoever can read these logs can read it there, for ever: nobody can take it out again.",
      "",
    ].join("\n"),
  );
  const lines = createInterface({ input, output });
  try {
    // An end of input is an answer too.
    const ended = new Promise<string>((end) => lines.once("close", () => end("")));
    const answer = await Promise.race([lines.question("Go on? [y/N] "), ended]);
    if (!/^y(es)?$/i.test(answer.trim()))
      throw refusal("nothing was published, nothing was signed");
  } finally {
    lines.close();
  }
}

function refusal(message: string): WorldFluxError {
  return new WorldFluxError("WF_CONSENT", message, {
    hint: "add --yes to agree, or sign with a key of your own: --backend self-sign --key FILE",
  });
}
