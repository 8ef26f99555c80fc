import { type Adapter, openInput } from "@worldflux/adapter-kit";
import { printable } from "@worldflux/schema";
import { recognisers } from "../adapters.ts";
import { listThirdParty } from "../find-adapter.ts";
import { type Outcome, painter } from "../output.ts";
import { exitCodes } from "../report-error.ts";

/** Arguments of `audit adapters`. */
export interface AuditAdaptersArgs {
  readonly detect?: readonly string[] | undefined;
  readonly json: boolean;
}

interface Listed {
  readonly adapter: Pick<Adapter, "name" | "role" | "shapes" | "detect">;
  /** Which package it comes from. */
  readonly from: string;
}

/** `audit adapters`: what can be read, and with `--detect` what a file or folder is. */
export async function auditAdapters(args: AuditAdaptersArgs): Promise<Outcome> {
  const own = (await recognisers()).map((adapter) => ({ adapter, from: "worldflux" }));
  const installed = await listThirdParty(process.cwd());
  const others = installed.flatMap(({ adapter, ...at }) =>
    adapter === undefined ? [] : [{ adapter, from: [at.package, at.version].join(" ").trim() }],
  );
  const broken = installed.flatMap(({ problem, ...at }) =>
    problem === undefined ? [] : [{ name: at.name, from: at.package, problem: problem.message }],
  );
  return args.detect === undefined
    ? list([...own, ...others], broken, args.json)
    : detect([...own, ...others], args);
}

interface Broken {
  readonly name: string;
  readonly from: string;
  readonly problem: string;
}

function list(adapters: readonly Listed[], broken: readonly Broken[], json: boolean): Outcome {
  const paint = painter(json);
  const text = adapters.flatMap(({ adapter, from }) => [
    `${paint("title", adapter.name)}  ${paint("dim", from)}`,
    ...adapter.shapes.map((shape) => `  ${shape.id.padEnd(14)} ${printable(shape.description)}`),
  ]);
  const mapped = [
    `${paint("title", "mapped")}  ${paint("dim", "worldflux")}`,
    "  by columns     home-made JSONL, CSV or JSON, with --map",
  ];
  const problems = broken.map(
    ({ name, from, problem }) => `${paint("bad", name)}  ${from}: ${printable(problem)}`,
  );
  return {
    text: [...text, ...mapped, ...problems].join("\n"),
    json: {
      adapters: adapters.map(({ adapter, from }) => ({
        name: adapter.name,
        from,
        role: adapter.role,
        shapes: adapter.shapes,
      })),
      broken,
    },
  };
}

function detect(adapters: readonly Listed[], args: AuditAdaptersArgs): Outcome {
  const paint = painter(args.json);
  const input = openInput(args.detect ?? []);
  const found = adapters.map(({ adapter }) => ({
    name: adapter.name,
    ...adapter.detect(input),
  }));
  const recognised = found.filter(({ shape }) => shape !== null);
  const line = ({ name, shape, why }: (typeof found)[number]) =>
    shape === null
      ? `${paint("dim", `no   ${name}`)}  ${printable(why)}`
      : `${paint("good", `yes  ${name} ${shape}`)}  ${printable(why)}`;
  const [first] = recognised;
  const next =
    first === undefined
      ? "No adapter reads it. For home-made files type `worldflux audit run mapped --map ...`."
      : `Read it with \`worldflux audit run ${first.name}\`.`;
  return {
    text: [...[...recognised, ...found.filter((f) => f.shape === null)].map(line), "", next].join(
      "\n",
    ),
    json: { input: input.name, files: input.files.length, recognised: recognised.length, found },
    exitCode: first === undefined ? exitCodes.input : 0,
  };
}
