import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

const folder = { type: "string", demandOption: true, describe: "package folder" } as const;
const newFile = { describe: "file to write; must not exist" };

/** The `evidence` commands: look at packages. */
export function evidenceGroup(command: Wrap) {
  return (y: Argv<Args>) =>
    y
      .command(
        "inspect <package>",
        "show what a package claims, by what evidence, and what is missing",
        (c) =>
          c
            .positional("package", { ...folder, describe: "package folder, or an evidence.json" })
            .example("$0 evidence inspect evidence_pkg/", ""),
        command(async (args) =>
          (await import("../commands/evidence-inspect.ts")).evidenceInspect(args),
        ),
      )
      .command(
        "diff <left> <right>",
        "compare two packages: first whether they can be compared",
        (c) =>
          c
            .positional("left", { ...folder, describe: "package folder, or an evidence.json" })
            .positional("right", { ...folder, describe: "package folder, or an evidence.json" })
            .example("$0 evidence diff left/evidence.json right/evidence.json", ""),
        command(async (args) => (await import("../commands/evidence-diff.ts")).evidenceDiff(args)),
      )
      .command(
        "report <package>",
        "write one HTML page about a package, to read without a network",
        (c) =>
          c
            .positional("package", folder)
            .option("output", { ...options.output, ...newFile, demandOption: true })
            .option("force", options.force)
            .example("$0 evidence report evidence_pkg/ --output report.html", ""),
        command(async (args) =>
          (await import("../commands/evidence-report.ts")).evidenceReport(args),
        ),
      )
      .command(
        "challenge <package>",
        "a reviewer picks episodes to open, from the public members alone",
        (c) =>
          c
            .positional("package", folder)
            .option("nonce", { ...options.nonce, demandOption: true })
            .option("count", options.count)
            .option("output", { ...options.output, ...newFile })
            .option("force", options.force)
            .example(
              "$0 evidence challenge evidence_pkg/ --nonce 'dice: 4 2 6 1 3' --output challenge.json",
              "",
            ),
        command(async (args) =>
          (await import("../commands/evidence-challenge.ts")).evidenceChallenge(args),
        ),
      )
      .command(
        "open <package>",
        "disclose some episode records, with proof that they are the committed ones",
        (c) =>
          c
            .positional("package", folder)
            .option("episode", { ...options.episode, array: true })
            .option("challenge", options.challenge)
            .option("output", { ...options.output, ...newFile, demandOption: true })
            .option("force", options.force)
            .example(
              "$0 evidence open evidence_pkg/ --challenge challenge.json --output opening.json",
              "",
            ),
        command(async (args) => (await import("../commands/evidence-open.ts")).evidenceOpen(args)),
      )
      .command(
        "check-opening <file>",
        "check disclosed episode records against a package's commitment",
        (c) =>
          c
            .positional("file", { ...folder, describe: "what evidence open wrote" })
            .option("package", { ...options.package, demandOption: true })
            .option("challenge", options.challenge)
            .example("$0 evidence check-opening opening.json --package evidence_pkg/", ""),
        command(async (args) =>
          (await import("../commands/evidence-check-opening.ts")).evidenceCheckOpening(args),
        ),
      )
      .demandCommand(
        1,
        "name a command: evidence inspect, diff, report, challenge, open, check-opening",
      );
}
