import {
  canonicalBytes,
  type Evidence,
  manifestName,
  memberType,
  signatureName,
} from "@worldflux/schema";
import { expect, test } from "vitest";
import { keys, lockedPackage, memory, sealed } from "../../test/attacked-package.ts";
import { type CheckId, checkIds } from "../check.ts";
import type { PackageFiles } from "../read-folder.ts";
import { verifyPackage } from "../verify.ts";
import { consistentLie, derivedAgain } from "./derive-again.ts";
import { madeConsistent } from "./made-consistent.ts";
import { replaced } from "./mutate-document.ts";
import { type Files, parsed, rehashed, signedWith, withEdits } from "./package-in-memory.ts";

const { files, policy } = sealed;
const lies = [...derivedAgain(files)];

/** Signed again by the genuine signer, after everything was made to fit. */
function sealedAgain(changed: Files): Files {
  const touched = [...changed.keys()].filter((path) => changed.get(path) !== files.get(path));
  return signedWith(rehashed(changed, touched), keys.genuine);
}

function edited(member: string, path: string[], value: unknown): Map<string, Uint8Array> {
  const bytes = canonicalBytes(replaced(parsed(files.get(member)), path, value));
  return new Map(files).set(member, bytes);
}

const consistent = (member: string, path: string[], value: unknown) =>
  sealedAgain(madeConsistent(files, edited(member, path, value), memory));

/** One outcome changed, everything derived again but this member. */
function lieBut(member: string, pointer = ""): Files {
  const lie = lies.find((of) => of.member === member && of.pointer === pointer);
  if (lie === undefined) throw new Error(`no lie leaves ${member} as it was`);
  return sealedAgain(withEdits(files, lie.edits()));
}

const sidecars = new Map(files).set(
  "completeness.json",
  canonicalBytes({
    schema_version: "worldflux.completeness.v0_draft",
    evidence: { sha256: `sha256:${"0".repeat(64)}` },
    formula: "met",
    score: { met: 1, items: 1 },
    counts: { met: 1, not_met: 0, not_evaluated: 0 },
    items: [],
  }),
);

/** For each check, a package that no other check refuses: without the check it would pass. */
const only: Record<string, PackageFiles> = {
  structure: { files, refused: ["link"] },
  manifest: of(edited("audit_provenance.json", ["runtime", "arch"], "riscv")),
  signature: of(
    rehashed(edited("audit_provenance.json", ["runtime", "arch"], "riscv"), [
      "audit_provenance.json",
    ]),
  ),
  identity: of(signedWith(files, keys.other)),
  lock: of(badlyLocked()),
  schema: of(sealedAgain(new Map(files).set("raw_evidence_manifest.json", spaced()))),
  cross_links: of(sealedAgain(edited("audit_provenance.json", ["adapter", "name"], "other"))),
  "recompute.episodes": of(lieWithoutRecords()),
  "recompute.evidence": of(nudged()),
  "recompute.text": of(lieBut("evidence.md")),
  "recompute.failures": of(lieBut("failure_evidence_index.jsonl")),
  "recompute.sidecars": of(sealedAgain(sidecars)),
  commitments: of(lieBut("audit_provenance.json", "/commitments/root")),
  visibility: of(consistent("claim.json", ["curator", "agent"], "/home/alice/run")),
};

function of(changed: Files): PackageFiles {
  return { files: changed, refused: [] };
}

/** Everything derived again from changed sequences; the records stay as they were. */
function lieWithoutRecords(): Files {
  const visible = [...files].filter(([path]) => memberType(path)?.visibility !== "private");
  const lie = [...derivedAgain(new Map(visible))].find(({ change }) => change === consistentLie);
  return sealedAgain(withEdits(files, lie?.edits() ?? new Map()));
}

/** A number of which evidence.md shows fewer digits. */
function nudged(): Files {
  const evidence = parsed(files.get("evidence.json")) as Evidence;
  const p = evidence.result.exact_test.p_value * (1 + 1e-6);
  return consistent("evidence.json", ["result", "exact_test", "p_value"], p);
}

/** A lock whose signature is another's; everything else says what the lock says. */
function badlyLocked(): Files {
  return signedWith(
    lockedPackage(keys.genuine, keys.genuine.sign(new Uint8Array(1))),
    keys.genuine,
  );
}

function spaced(): Uint8Array {
  const text = new TextDecoder().decode(files.get("raw_evidence_manifest.json"));
  return new TextEncoder().encode(text.replace(":", ": "));
}

test("every check has a package that it alone refuses", () => {
  expect(Object.keys(only)).toEqual([...checkIds]);
});

test.each(checkIds.map((id) => [id]))("only %s refuses its package", (id: CheckId) => {
  const { checks } = verifyPackage(only[id] ?? { files, refused: [] }, {
    ...policy,
    // Whoever requires a signature is told twice of a wrong one.
    required: id !== "signature",
  });
  const failed = checks.filter(({ status }) => status === "fail");
  expect(
    failed.map((check) => check.id),
    JSON.stringify(failed),
  ).toEqual([id]);
});

test("the package itself passes, and so does a lie that is told everywhere", () => {
  expect(verifyPackage({ files, refused: [] }, policy).ok).toBe(true);
  const lie = lies.find(({ change }) => change === consistentLie);
  const changed = sealedAgain(withEdits(files, lie?.edits() ?? new Map()));
  expect(changed.get("evidence.json")).not.toEqual(files.get("evidence.json"));
  const { ok, checks } = verifyPackage({ files: changed, refused: [] }, policy);
  expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
  expect(ok).toBe(true);
  expect(changed.get(manifestName)).not.toEqual(files.get(manifestName));
  expect(changed.has(signatureName)).toBe(true);
});
