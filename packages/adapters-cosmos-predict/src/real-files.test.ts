import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { cosmosPredict } from "./index.ts";

/** Logs in the form that Cosmos Policy prints; no published one could be had. */
const folder = join(import.meta.dirname, "../../../../shared/real/cosmos-predict");
const absent = !existsSync(folder);

const logs = "derived-cosmos-policy";
const refused: Record<string, [code: string, words: string]> = {
  [`${logs}/ALOHA-real-robot-FRACTIONAL-successes.txt`]: ["WF_SCORE_ONLY", "fractions"],
  [`${logs}/ENV_EVAL-TurnOffMicrowave-cosmos-2026_01_20-13_40_10--chkpt45000--seed195.txt`]: [
    "WF_FORMAT_NOT_PUBLIC",
    "RoboCasa",
  ],
  [`${logs}/ENV_EVAL-libero_10-cosmos-2026_01_20-11_03_22--chkpt45000--5stepAct--seed195--deterministic.txt`]:
    ["WF_FORMAT_NOT_PUBLIC", "LIBERO"],
};

describe.skipIf(absent)("real files (../shared/real/cosmos-predict)", () => {
  test("each has a verdict here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(files.sort()).toEqual(Object.keys(refused).sort());
  });

  test.each([...Object.entries(refused), [logs, ["WF_SCORE_ONLY", "ALOHA"]] as const])(
    "refuses %s",
    (name, [code, words]) => {
      const input = openInput([join(folder, name)]);
      expect(cosmosPredict.detect(input).shape).toBe(null);
      const attempt = () => cosmosPredict.read(input, { interim: false });
      expect(attempt).toThrow(expect.objectContaining({ code }));
      expect(attempt).toThrow(words);
    },
  );
});
