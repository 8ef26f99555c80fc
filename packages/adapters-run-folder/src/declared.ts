import { publicName } from "@worldflux/adapter-kit";
import {
  type DenominatorPolicy,
  type EpisodeRecord,
  type Reading,
  SuccessRule,
  WorldFluxError,
} from "@worldflux/schema";

/** What the user says about the files that the files do not say. */
export interface Declared {
  /** When the evaluator calls an episode a success. */
  readonly contract?: SuccessRule;
  /** Suite and task of a file that names none. */
  readonly suite?: string;
  readonly task?: string;
  readonly denominatorPolicy?: DenominatorPolicy | undefined;
}

/**
 * Reads a `--map` that declares no column, such as `contract=any_step,suite:=libero_10`; undefined
 * for one that does, which `adapters-mapped` reads.
 *
 * @throws WorldFluxError WF_MAPPING_INVALID for an unknown rule or an empty name, WF_PRIVATE_TEXT
 */
export function parseDeclaration(map: string): Declared | undefined {
  const parts = map.split(",").map((part) => part.trim());
  const entries = parts.map((part) => /^(contract=|suite:=|task:=)(.*)$/.exec(part));
  if (entries.some((entry) => entry === null)) return undefined;
  const found: { contract?: SuccessRule; suite?: string; task?: string } = {};
  for (const entry of entries) {
    const [, sign = "", value = ""] = entry ?? [];
    const name = value.trim();
    if (sign === "contract=") found.contract = ruleOf(name);
    else found[sign === "suite:=" ? "suite" : "task"] = publicName(name, "--map");
  }
  return found;
}

function ruleOf(text: string): SuccessRule {
  const rule = SuccessRule.safeParse(text);
  if (rule.success && rule.data !== "unknown") return rule.data;
  throw new WorldFluxError("WF_MAPPING_INVALID", "--map: contract= is no rule for a success", {
    hint: `use one of ${SuccessRule.options.filter((option) => option !== "unknown").join(", ")}`,
  });
}

/** What was supplied by hand, as it is put on record. */
export function assertedBy(
  declared: Declared,
  mapLine: string | undefined,
): Record<string, string> {
  const { contract, suite, task, denominatorPolicy } = declared;
  const entries: [string, string | undefined][] = [
    ["run_folder.contract", contract],
    ["run_folder.suite", suite],
    ["run_folder.task", task],
    ["run_folder.map", mapLine?.slice(0, 512)],
    ["run_folder.denominator_policy", denominatorPolicy],
  ];
  return Object.fromEntries(entries.flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

/**
 * A reading with what was declared put in where the files say nothing, and a note that says so; and
 * which of the declarations were needed.
 */
export function withDeclared(
  reading: Reading,
  declared: Declared,
): { reading: Reading; used: Declared } {
  const { contract, suite, task, denominatorPolicy } = declared;
  const rule = reading.metric_contract.success === "unknown" ? contract : undefined;
  const unnamed = reading.not_recorded.includes("task_identity");
  const named = unnamed && (suite !== undefined || task !== undefined);
  const used: Declared = {
    denominatorPolicy,
    ...(rule === undefined ? {} : { contract: rule }),
    ...(named && suite !== undefined ? { suite } : {}),
    ...(named && task !== undefined ? { task } : {}),
  };
  if (rule === undefined && !named) return { reading, used };
  const said = [
    ...(rule === undefined ? [] : [`an episode is a success by the rule ${rule}`]),
    ...(named && suite !== undefined ? [`the suite is ${suite}`] : []),
    ...(named && task !== undefined ? [`the task is ${task}`] : []),
  ];
  const episodes = reading.episodes;
  const name = (episode: EpisodeRecord): EpisodeRecord => ({
    ...episode,
    suite: episode.suite ?? suite ?? null,
    task: episode.task ?? task ?? null,
  });
  const completed: Reading = {
    ...reading,
    metric_contract:
      rule === undefined
        ? reading.metric_contract
        : {
            ...reading.metric_contract,
            success: rule,
            description: `${reading.metric_contract.description} The rule ${rule} was declared by hand.`,
          },
    not_recorded: named
      ? reading.not_recorded.filter((what) => what !== "task_identity")
      : reading.not_recorded,
    notes: [
      ...reading.notes,
      {
        code: "declared_by_hand",
        detail: `${said.join("; ")}: declared by hand, the files do not say it`,
      },
    ],
    episodes: named
      ? {
          *[Symbol.iterator]() {
            for (const episode of episodes) yield name(episode);
          },
        }
      : episodes,
  };
  return { reading: completed, used };
}
