import yargs, { type Argv } from "yargs";
import manifest from "../package.json" with { type: "json" };
import { closestOption, options } from "./options.ts";
import { type Outcome, print } from "./output.ts";
import { reportError } from "./report-error.ts";
import { statsGroup } from "./stats/group.ts";

/** Evaluators and templates, listed here so that `--help` loads nothing; tests hold them to the truth. */
export const sources = ["lerobot"] as const;
export const templates = ["openpi-libero", "lerobot-libero"] as const;

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

  const claim = (y: Argv<{ json: boolean }>) =>
    y
      .command(
        "create",
        "write claim.json and protocol.json from a template",
        (c) =>
          c
            .option("template", { ...options.template, choices: templates, demandOption: true })
            .option("output", { ...options.output, demandOption: true })
            .option("from", {
              ...options.from,
              describe: "fill in tasks, episodes and seeds from this result file",
              implies: "source",
            })
            .option("source", { ...options.source, choices: sources, implies: "from" })
            .option("force", options.force)
            .example("$0 claim create --template openpi-libero --output claim_pkg/", "")
            .example(
              "$0 claim create --template lerobot-libero --from eval_info.json --source lerobot --output claim_pkg/",
              "",
            ),
        command(async (args) => (await import("./commands/claim-create.ts")).claimCreate(args)),
      )
      .demandCommand(1, "name a command: claim create");

  const protocol = (y: Argv<{ json: boolean }>) =>
    y
      .command(
        "bind",
        "write the claim's id and hash into protocol.json",
        (c) =>
          c
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .example("$0 protocol bind --claim claim.json --protocol protocol.json", ""),
        command(async (args) => (await import("./commands/protocol-bind.ts")).protocolBind(args)),
      )
      .demandCommand(1, "name a command: protocol bind");

  const audit = (y: Argv<{ json: boolean }>) =>
    y
      .command(
        "run <source>",
        "make an evidence package from an evaluator's saved output",
        (c) =>
          c
            .positional("source", { ...options.source, choices: sources, demandOption: true })
            .option("from", { ...options.from, demandOption: true })
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .option("output", { ...options.output, demandOption: true })
            .option("force", options.force)
            .example(
              "$0 audit run lerobot --from eval_info.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg/",
              "",
            ),
        command(async (args) => (await import("./commands/audit-run.ts")).auditRun(args)),
      )
      .command(
        "verify <package>",
        "check a package alone and offline: recompute every number in it",
        (c) =>
          c
            .positional("package", {
              type: "string",
              demandOption: true,
              describe: "package folder",
            })
            .example("$0 audit verify evidence_pkg/", "")
            .example("$0 audit verify evidence_pkg/ --json", ""),
        command(async (args) => (await import("./commands/audit-verify.ts")).auditVerify(args)),
      )
      .demandCommand(1, "name a command: audit run, audit verify");

  const evidence = (y: Argv<{ json: boolean }>) =>
    y
      .command(
        "inspect <package>",
        "show what a package claims, by what evidence, and what is missing",
        (c) =>
          c
            .positional("package", {
              type: "string",
              demandOption: true,
              describe: "package folder, or an evidence.json",
            })
            .example("$0 evidence inspect evidence_pkg/", ""),
        command(async (args) =>
          (await import("./commands/evidence-inspect.ts")).evidenceInspect(args),
        ),
      )
      .demandCommand(1, "name a command: evidence inspect");

  try {
    await yargs(argv)
      .scriptName("worldflux")
      .version(manifest.version)
      .usage("$0 <command>\n\nProve what a robot policy's recorded episodes show.")
      .option("json", { ...options.json, global: true })
      .command("claim", "write what is claimed", claim)
      .command("protocol", "write how it is tested", protocol)
      .command("audit", "make and check evidence packages", audit)
      .command("evidence", "look at evidence packages", evidence)
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
      .recommendCommands()
      .parserConfiguration({
        "duplicate-arguments-array": false,
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
