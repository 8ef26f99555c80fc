import { clip, type Fact, unknown } from "./fact.ts";
import type { Side } from "./side.ts";

/** Words that people write where a version should stand. */
const noVersion = /^(?:local|unknown|latest|main|master|head|dev|nightly|none|n\/?a|-|\?)$/i;

/** The evaluator's version: what the file records, else what the protocol declares. */
export function versionFact({ input, protocol }: Side): Fact {
  return (
    version("recorded", input?.source.evaluator.version) ??
    version("declared", protocol?.evaluator.version) ??
    unknown("not recorded, and not declared")
  );
}

function version(origin: "recorded" | "declared", value: string | null | undefined) {
  const text = value?.trim();
  if (text === undefined || text === "") return undefined;
  if (noVersion.test(text)) return unknown(`${clip(text)} names no version`);
  return { value: clip(text), origin, key: text.replace(/^v(?=\d)/i, "") };
}
