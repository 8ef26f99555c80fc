import { dirname, join } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { printable, WorldFluxError } from "@worldflux/schema";
import { loadSigstoreTrust, loadTimestampTrust, readTrustedSigners } from "@worldflux/signing";
import { readPackageFolder } from "@worldflux/verifier";
import {
  attackLevels,
  type ClassTally,
  defaultLimit,
  type Mutant,
  mutationClasses,
  type SelfTest,
  selfTest,
  tally,
  type Unverified,
} from "@worldflux/verifier/self-test";
import { type Outcome, painter } from "../output.ts";
import { exitCodes } from "../report-error.ts";

/** Arguments of `audit self-test`. */
export interface AuditSelfTestArgs {
  readonly package: string;
  readonly "trusted-signer-config"?: string | undefined;
  readonly "sigstore-policy-config"?: string | undefined;
  readonly "allow-hardlinks": boolean;
  readonly seed?: string | undefined;
  readonly limit?: string | undefined;
  readonly json: boolean;
}

/** `audit self-test`: changes a copy of a package in thousands of ways, and says what verify lets pass. */
export async function auditSelfTest(args: AuditSelfTestArgs): Promise<Outcome> {
  const seed = wholeNumber("--seed", args.seed ?? "1");
  const limit = args.limit === undefined ? undefined : wholeNumber("--limit", args.limit);
  const config = args["trusted-signer-config"];
  const trustedSigners =
    config === undefined ? undefined : readTrustedSigners(readInput(config), printable(config));
  const files = readPackageFolder(args.package, { allowHardLinks: args["allow-hardlinks"] });
  const timestamps =
    trustedSigners && (await loadTimestampTrust(trustedSigners, printable(config ?? "")));
  const policy = args["sigstore-policy-config"];
  const sigstore =
    policy === undefined
      ? undefined
      : await loadSigstoreTrust({
          bytes: readInput(policy),
          source: printable(policy),
          readBeside: (name) => readInput(join(dirname(policy), name)),
        });
  const found = await selfTest(files, {
    now: new Date(),
    trustedSigners,
    timestamps: timestamps ?? undefined,
    sigstore,
    seed,
    limit,
    onProgress: progressOn(process.stderr),
  });
  return "mutants" in found ? report(args, found) : refused(args, found);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text)) return number;
  throw new WorldFluxError("WF_USAGE", `${option} takes a whole number, such as 1000`, {
    hint: "see --help",
  });
}

/** One line that is written over, for people who wait. */
function progressOn(stream: NodeJS.WriteStream): (done: number, of: number) => void {
  if (!stream.isTTY || process.env["CI"]) return () => {};
  return (done, of) => {
    const line = `${done.toLocaleString("en")} of ${of.toLocaleString("en")} mutants`;
    stream.write(done < of ? `\r${line}` : `\r${" ".repeat(line.length)}\r`);
  };
}

function refused(args: AuditSelfTestArgs, { checks }: Unverified): Outcome {
  const failed = checks.filter(({ status }) => status === "fail");
  const folder = printable(args.package);
  return {
    text: [
      `${folder} does not verify, so changing it shows nothing:`,
      ...failed.map(({ id, detail }) => `  ${id}: ${printable(detail)}`),
    ].join("\n"),
    json: { ok: false, package: args.package, verifies: false, checks },
    exitCode: exitCodes.verification,
  };
}

function report(args: AuditSelfTestArgs, found: SelfTest): Outcome {
  const { ok, mutants, sampled, skipped } = found;
  const { classes, checks, reasons } = tally(mutants);
  const survivors = mutants.filter(({ outcome }) => outcome === "survived");
  const paint = painter(args.json);
  const verdict = ok
    ? paint("good", "No change passed that should not.")
    : paint("bad", `${survivors.length} changes passed that should not.`);
  const folder = printable(args.package);
  return {
    text: [
      `${folder}: ${number(mutants.length)} changes tried of ${number(found.found)}, seed ${found.seed}`,
      `the signer himself changed ${number(found.placesTried)} of ${number(found.places)} places`,
      ...(args.limit === undefined && found.limit < defaultLimit
        ? [
            `the package is large, so ${number(found.limit)} of them in memory; --limit tries more, and takes longer`,
          ]
        : []),
      "",
      ...table(classes),
      "",
      "killed by the first check that failed",
      ...attackLevels.flatMap((level) => {
        const here = checks.filter((check) => check.level === level);
        return here.length === 0
          ? []
          : [
              `  ${levelNames[level].padEnd(10)}  ${here.map((c) => `${c.by} ${number(c.killed)}`).join(", ")}`,
            ];
      }),
      "",
      ...reasons.flatMap(({ outcome, reason, mutants: n, example }) => [
        `${outcomeNames[outcome]}, ${number(n)}: ${reason}`,
        `  such as ${described(example)}`,
      ]),
      "",
      ...sampled.slice(0, 5).map(({ member, pointer, elements, taken }) => {
        return `sampled: ${taken} of ${number(elements)} of ${printable(`${member} ${pointer}`.trim())}`;
      }),
      ...(sampled.length > 5 ? [`sampled: ${sampled.length - 5} lists more (--json)`] : []),
      ...skipped.map(({ change, why }) => `not done: ${change}: ${why}`),
      ...survivors.slice(0, 20).map((mutant) => paint("bad", `SURVIVED ${described(mutant)}`)),
      ...(survivors.length > 20 ? [`and ${survivors.length - 20} more (--json)`] : []),
      "",
      `${verdict} This is about the verifier and these changes; it does not say that the episodes are true.`,
    ].join("\n"),
    json: {
      ok,
      package: args.package,
      verifies: true,
      seed: found.seed,
      limit: found.limit,
      found: found.found,
      tried: mutants.length,
      places: found.places,
      places_tried: found.placesTried,
      sampled,
      skipped,
      classes,
      checks,
      reasons,
      survivors,
      mutants,
    },
    exitCode: ok ? 0 : exitCodes.verification,
  };
}

const levelNames = {
  edited: "edited",
  rehashed: "re-hashed",
  other_key: "other key",
  same_key: "same key",
} as const satisfies Record<Mutant["level"], string>;

const outcomeNames = {
  killed: "killed",
  harmless: "harmless",
  not_load_bearing: "not load-bearing",
  survived: "SURVIVED",
} as const satisfies Record<Mutant["outcome"], string>;

/** A row a class: of each level, how many were killed of how many; then what passed. */
function table(classes: readonly ClassTally[]): string[] {
  const head = [
    "",
    ...attackLevels.map((level) => levelNames[level]),
    "harmless",
    "not l.b.",
    "survived",
  ];
  const rows = mutationClasses.flatMap((name) => {
    const here = classes.filter((of) => of.class === name);
    if (here.length === 0) return [];
    const sum = (of: "harmless" | "not_load_bearing" | "survived") =>
      number(here.reduce((n, tallied) => n + tallied[of], 0));
    const levels = attackLevels.map((level) => {
      const of = here.find((tallied) => tallied.level === level);
      if (of === undefined) return "-";
      const all = of.killed + of.harmless + of.not_load_bearing + of.survived;
      return `${number(of.killed)}/${number(all)}`;
    });
    return [
      [
        name.replaceAll("_", " "),
        ...levels,
        sum("harmless"),
        sum("not_load_bearing"),
        sum("survived"),
      ],
    ];
  });
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(14) : cell.padStart(12)))
      .join("")
      .trimEnd(),
  );
}

function described({ class: name, level, member, pointer, change }: Mutant): string {
  const where = [member, pointer].filter((part) => part !== "").join(" ");
  return printable(`${where === "" ? name : where}: ${change} (${levelNames[level]})`);
}

function number(n: number): string {
  return n.toLocaleString("en");
}
