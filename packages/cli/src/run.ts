import yargs from "yargs";
import manifest from "../package.json" with { type: "json" };
import { auditGroup } from "./groups/audit.ts";
import { claimGroup } from "./groups/claim.ts";
import { evidenceGroup } from "./groups/evidence.ts";
import { protocolGroup } from "./groups/protocol.ts";
import { statsGroup } from "./groups/stats.ts";
import { closestOption, options } from "./options.ts";
import { type Outcome, print } from "./output.ts";
import { reportError } from "./report-error.ts";

/** Runs one command line and returns the exit code. Prints; never throws. */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  let json = argv.includes("--json");
  let misuse: Misuse | undefined;

  /** Wraps a command: it returns what it has to say, and this says it. */
  function command<A extends { json: boolean }>(execute: (args: A) => Promise<Outcome>) {
    return async (args: A) => {
      json = args.json;
      const outcome = await execute(args);
      print(outcome, json);
      exitCode = outcome.exitCode ?? 0;
    };
  }

  try {
    await yargs(argv)
      .scriptName("worldflux")
      .version(manifest.version)
      .usage("$0 <command>\n\nProve what a robot policy's recorded episodes show.")
      .option("json", { ...options.json, global: true })
      .command("claim", "write what is claimed", claimGroup(command))
      .command("protocol", "write how it is tested", protocolGroup(command))
      .command("audit", "make and check evidence packages", auditGroup(command))
      .command("evidence", "look at evidence packages", evidenceGroup(command))
      .command("stats", "the statistics by hand, without a package", statsGroup(command))
      .command(
        "doctor",
        "check that worldflux can work here",
        (y) => y,
        command(async (args) => (await import("./commands/doctor.ts")).doctor(args)),
      )
      .completion("completion", "print a shell completion script")
      .example("$0 claim create --template lerobot-libero --output claim_pkg/", "")
      .example(
        "$0 audit run lerobot --from eval_info.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg/",
        "",
      )
      .example("$0 evidence inspect evidence_pkg/", "")
      .example("$0 audit verify evidence_pkg/", "")
      .demandCommand(1, "name a command")
      .strict()
      .check(refuseTwice)
      .recommendCommands()
      .parserConfiguration({
        "greedy-arrays": false,
        "boolean-negation": false,
        "dot-notation": false,
      })
      .wrap(Math.min(100, process.stdout.columns ?? 100))
      // yargs reports each problem in turn; the first one ends the run.
      .fail((message, error) => {
        // yargs reports some mistakes of the command line as errors of its own.
        if (error && error.name !== "YError") throw error;
        misuse = misuseOf(message ?? error?.message ?? "", argv);
        throw new Error(misuse.message);
      })
      .exitProcess(false)
      .parseAsync();
    return exitCode;
  } catch (error) {
    if (misuse === undefined) return reportError(error, json);
    const { WorldFluxError } = await import("@worldflux/schema");
    return reportError(new WorldFluxError("WF_USAGE", misuse.message, misuse), json);
  }
}

/** Only options of several values may be given more than once. */
function refuseTwice(argv: Readonly<Record<string, unknown>>): true {
  const several = ["_", "from", "detect", "compliance", "episode", "lock", "locks"];
  const twice = Object.keys(argv).find((key) => Array.isArray(argv[key]) && !several.includes(key));
  // The name makes it a mistake of the command line, as yargs' own are.
  if (twice !== undefined) {
    throw Object.assign(new Error(`--${twice} is given twice`), { name: "YError" });
  }
  return true;
}

/** A command line that is not understood, kept until the error class is loaded. */
interface Misuse {
  readonly message: string;
  readonly hint: string;
}

/** A missing option is most often a mistyped one, so the whole line is looked at. */
function misuseOf(message: string, argv: readonly string[]): Misuse {
  if (message.startsWith("Implications failed")) {
    return { message: "--from and --source go together", hint: "give both, or neither" };
  }
  const closest = argv
    .flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? [])
    .map(closestOption)
    .find((name) => name !== undefined);
  return {
    message: message.replaceAll("\n", " "),
    hint:
      closest === undefined
        ? "add --help to see what the command takes"
        : `did you mean --${closest}?`,
  };
}
