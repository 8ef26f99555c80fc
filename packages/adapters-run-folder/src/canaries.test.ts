import { describe, expect, test } from "vitest";
import { lbmEval } from "../../adapters-lbm-eval/src/index.ts";
import { lerobot } from "../../adapters-lerobot/src/index.ts";
import { mapped, parseMapping } from "../../adapters-mapped/src/index.ts";
import { type Folder, traps } from "../fixtures/build.ts";
import { written } from "../fixtures/write-folder.ts";
import { customerReport } from "./customer-report.ts";
import { inspectFolder } from "./inspect-folder.ts";

// Put together here, so that no scanner of this repository takes them for leaked ones.
const token = `hf_${"aB3dE6gH9jK2mN5pQ8sT1vW4"}`;
const canaries = [
  token,
  "ada.lovelace@analytical.example",
  "/home/lovelace/robots/run7",
  `https://bucket.example/v.mp4?X-Amz-Signature=${"0a1b2c3d4e5f".repeat(4)}`,
  "gpu-node-17.cluster.internal",
];
const marks = [token, "lovelace", "X-Amz", "0a1b2c3d4e5f", "gpu-node-17"];

const marksIn = (text: string) => marks.filter((mark) => text.includes(mark));

/** The same document with one string, key or value, replaced; one variant for each. */
function variants(value: unknown, canary: () => string): unknown[] {
  if (typeof value === "string") return [canary()];
  if (Array.isArray(value)) {
    return value
      .slice(0, 3)
      .flatMap((item, i) => variants(item, canary).map((v) => value.with(i, v)));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { ...value, [canary()]: child },
    ...variants(child, canary).map((v) => ({ ...value, [key]: v })),
  ]);
}

function textVariants(text: string, canary: () => string): string[] {
  const lines = text.split("\n");
  const parsed = lines.map((line) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return undefined;
    }
  });
  return lines.slice(0, 14).flatMap((line, i) => {
    const into = (replaced: string) => lines.with(i, replaced).join("\n");
    if (typeof parsed[i] === "object" && i < 2) {
      return variants(parsed[i], canary).map((v) => into(JSON.stringify(v)));
    }
    return line === ""
      ? []
      : [into(`${line} ${canary()}`), into(line.replace(/\w{3,}$/, canary()))];
  });
}

function* planted(folder: Folder): Generator<Folder> {
  let i = 0;
  const canary = () => canaries[i++ % canaries.length] ?? "";
  for (const [path, content] of Object.entries(folder)) {
    const others = Object.fromEntries(Object.entries(folder).filter(([p]) => p !== path));
    yield { ...others, [path.replace(/([^/.]+)(?=\.|$)/, `$1-${token}`)]: content };
    yield { ...others, [`ada.lovelace@analytical.example/${path}`]: content };
    if (typeof content !== "string") continue;
    for (const text of textVariants(content, canary)) yield { ...others, [path]: text };
  }
}

const map = "task=task,index=episode,success=success,contract=final_step";
const options = {
  adapters: [lerobot, lbmEval],
  mapped: mapped(parseMapping(map, "--map")),
  map,
  declared: { contract: "any_step", denominatorPolicy: "errors_as_failures" },
} as const;

describe("a canary in any field or name reaches nothing that may be published", () => {
  let variantsSeen = 0;
  let accepted = 0;

  test.each(Object.keys(traps) as (keyof typeof traps)[])("%s", async (name) => {
    for (const folder of planted(traps[name])) {
      variantsSeen++;
      const { report, select } = await inspectFolder(written(folder), options);
      const open = customerReport(report);
      expect(marksIn(open)).toEqual([]);
      // Private, and still without what opens doors.
      const inside = JSON.stringify(report);
      expect([token, "0a1b2c3d4e5f0a1b"].filter((mark) => inside.includes(mark))).toEqual([]);
      for (const { id, acceptable } of report.candidates) {
        if (!acceptable) continue;
        accepted++;
        const { reading } = (await select(id)) ?? {};
        const { episodes = [], references: _, ...facts } = reading ?? { notes: [] };
        const names = [...episodes].map(({ suite, task }) => [suite, task]);
        const published = JSON.stringify([facts, names]);
        expect(marksIn(published)).toEqual([]);
      }
    }
  });

  test("and there were enough of them", () => {
    expect(variantsSeen).toBeGreaterThan(300);
    expect(accepted).toBeGreaterThan(50);
  });
});
