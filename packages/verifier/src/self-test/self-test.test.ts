import { canonicalBytes } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { startLocalSigstore, trustOf } from "../../../signing/test/keyless-package.ts";
import { keylessLock } from "../../../signing/test/locks.ts";
import { now, trusting } from "../../../signing/test/signed-package.ts";
import {
  keys,
  lockedPackage,
  memory,
  packageLockedBy,
  sealed,
  smallPackage,
} from "../../test/attacked-package.ts";
import { verifyPackage } from "../verify.ts";
import { attackOn, changed } from "./attack.ts";
import { excuseFor, excuses } from "./excuses.ts";
import { documentChanges, replaced } from "./mutate-document.ts";
import { attackLevels, everyLevel, type Mutation } from "./mutation.ts";
import { parsed, signedWith } from "./package-in-memory.ts";
import { seeded } from "./seeded.ts";
import { type SelfTest, selfTest } from "./self-test.ts";
import { trialsOf } from "./trials.ts";
import { isUnknownField } from "./unknown-field.ts";

const original = { files: smallPackage(), refused: [] };
const run = async (options: object = {}) => {
  const found = await selfTest(original, { now, limit: 200, ...options });
  if (!("mutants" in found)) throw new Error(JSON.stringify(found.checks));
  return found;
};
const survivors = ({ mutants }: SelfTest) => mutants.filter((m) => m.outcome === "survived");

test("nothing survives, whatever the seed, and the folder was tried too", async () => {
  const first = await run();
  expect(survivors(first)).toEqual([]);
  expect(first.ok).toBe(true);
  expect(first.mutants.filter(({ class: name }) => name === "folder").length).toBeGreaterThan(40);
  const other = await run({ seed: 2 });
  expect(survivors(other)).toEqual([]);
  expect(other.mutants).not.toEqual(first.mutants);
});

test("a package that does not verify is not attacked", async () => {
  const files = new Map(smallPackage()).set("claim.json", new Uint8Array());
  const found = await selfTest({ files, refused: [] }, { now, limit: 10 });
  expect(found).not.toHaveProperty("mutants");
  expect(found).toHaveProperty("checks");
});

test("with the reader's own signers the package's own signature is attacked", async () => {
  const trustedSigners = trusting(keys.genuine);
  const given = { files: sealed.files, refused: [] };
  const found = await selfTest(given, { now, limit: 200, trustedSigners });
  if (!("mutants" in found)) throw new Error(JSON.stringify(found.checks));
  expect(survivors(found)).toEqual([]);
  const foreign = { files: signedWith(smallPackage(), keys.other), refused: [] };
  const refused = await selfTest(foreign, { now, limit: 10, trustedSigners });
  expect(refused).toHaveProperty("checks");
});

test("the same seed picks the same trials", () => {
  const picked = (seed: number) =>
    trialsOf(sealed.files, sealed.files, keys, { choices: seeded(seed), limit: 500 }).trials.map(
      ({ level, mutation: { member, pointer, change } }) => [level, member, pointer, change],
    );
  expect(picked(1)).toEqual(picked(1));
  expect(picked(1)).not.toEqual(picked(2));
  expect(picked(1).length).toBeLessThanOrEqual(500);
});

test("a small limit leaves out no attacker, and nothing that was derived again", () => {
  const within = (limit: number) =>
    trialsOf(sealed.files, sealed.files, keys, { choices: seeded(1), limit });
  const again = ({ trials }: ReturnType<typeof within>) =>
    trials.map(({ mutation }) => mutation).filter((m) => m.class === "derived_again").length;
  const few = within(60);
  expect(few.trials).toHaveLength(60);
  expect(few.places).toBeGreaterThan(60);
  expect(few.placesTried).toBeGreaterThan(30);
  expect(new Set(few.trials.map(({ level }) => level))).toEqual(new Set(attackLevels));
  expect(again(few)).toBeGreaterThan(5);
  expect(again(few)).toBe(again(within(100_000)));
  expect(within(3).trials).toHaveLength(3);
});

const told = (said: boolean) => ({ said, notEvaluated: [] });

describe("a trial", () => {
  const attack = attackOn(sealed, sealed, keys, memory);
  const { trials } = trialsOf(sealed.files, sealed.files, keys, {
    choices: seeded(1),
    limit: 100_000,
  });

  test("that changes nothing that is excused survives", () => {
    const provenance = parsed(sealed.files.get("audit_provenance.json"));
    const mutation: Mutation = {
      class: "string",
      member: "audit_provenance.json",
      pointer: "/digests", // a place that no excuse names
      change: "one character changed",
      levels: everyLevel,
      edits: () =>
        new Map([
          ["audit_provenance.json", canonicalBytes(replaced(provenance, ["runtime", "arch"], "q"))],
        ]),
    };
    expect(attack({ mutation, level: "same_key" })?.outcome).toBe("survived");
    expect(attack({ mutation, level: "rehashed" })?.by).toBe("signature");
    expect(attack({ mutation, level: "other_key" })?.by).toBe("identity");
    expect(attack({ mutation, level: "edited" })?.by).toBe("manifest");
    expect(
      attack({ mutation: { ...mutation, edits: () => new Map() }, level: "edited" }),
    ).toBeNull();
  });

  test("is judged as verifyPackage judges it, without any memory", () => {
    for (const trial of seeded(7).sample(trials, 150)) {
      const mutant = attack(trial);
      if (mutant === null) continue;
      const files = changed(sealed.files, trial, keys, memory);
      // A signature is another each time; what it is judged by is not.
      const { checks } = verifyPackage({ files, refused: [] }, sealed.policy);
      const failed = checks.find(({ status }) => status === "fail");
      expect(failed?.id ?? null, JSON.stringify(mutant)).toBe(mutant.by);
    }
  });

  test("of every field and every class is there", () => {
    const pointers = new Set(trials.map(({ mutation: m }) => `${m.member} ${m.pointer}`));
    for (const place of [
      "evidence.json /result/interval/lower",
      "claim.json /decision_rule/margin",
      "audit_input.json /tasks/0/outcomes",
      "artifact_manifest.json /members/0/sha256",
      "signature.sigstore.json /dsseEnvelope/payload/predicate/claim/sha256",
    ]) {
      expect(pointers).toContain(place);
    }
    const outcomes = [...pointers].filter((of) =>
      /^episode_results.jsonl \/\d+\/outcome$/.test(of),
    );
    expect(outcomes.length).toBeGreaterThan(1);
    expect(new Set(trials.map(({ level }) => level))).toEqual(new Set(attackLevels));
  });
});

test("an unsigned package with a lock is attacked under the reader's own trust", async () => {
  const locked = lockedPackage(keys.other);
  const trustedSigners = trusting(keys.other);
  const found = await selfTest(
    { files: locked, refused: [] },
    { now, trustedSigners, limit: 1500 },
  );
  if (!("mutants" in found)) throw new Error(JSON.stringify(found.checks));
  expect(found.mutants.filter(({ outcome }) => outcome === "survived")).toEqual([]);
  const lock = found.mutants.filter(({ member }) => member.startsWith("locks/"));
  expect(new Set(lock.map(({ by }) => by))).toContain("lock");
  const renumbered = lock.filter(({ change }) => change === "renumbered");
  expect(renumbered.map(({ by }) => by)).toContain("structure");
});

test("a lock under a name is attacked under the reader's own policy, and nothing of it passes", async () => {
  const local = await startLocalSigstore();
  const sigstore = await trustOf(local);
  const files = packageLockedBy(keylessLock(local));
  await local.close();
  const policy = { trustedSigners: trusting(keys.genuine), sigstore, now: new Date() };
  const ours = { files: signedWith(files, keys.genuine), policy };
  const said = verifyPackage({ files, refused: [] }, { ...policy, required: false });
  expect(said.checks.find(({ id }) => id === "lock")?.status).toBe("pass");
  const attack = attackOn(ours, ours, keys, memory);
  const { trials } = trialsOf(ours.files, ours.files, keys, { choices: seeded(1), limit: 4000 });
  const mutants = trials
    .filter(({ level, mutation: { member } }) => level === "same_key" && /^locks/.test(member))
    .flatMap((trial) => attack(trial) ?? []);
  expect(mutants.length).toBeGreaterThan(100);
  expect(mutants.filter(({ outcome }) => outcome !== "killed")).toEqual([]);
  expect(new Set(mutants.map(({ by }) => by))).toContain("lock");
});

describe("what is let pass", () => {
  const mutation = (member: string, pointer: string, change = "+1"): Mutation => ({
    class: "number",
    member,
    pointer,
    change,
    levels: everyLevel,
    edits: () => new Map(),
  });

  test("is never a number, a verdict or a rule", () => {
    const evidence = parsed(sealed.files.get("evidence.json"));
    const depth = { choices: seeded(1), elements: 1000, onSampled: () => {} };
    const free = [...documentChanges(evidence, depth)].filter(({ pointer, change }) => {
      return excuseFor(mutation("evidence.json", pointer, change), sealed.files, told(true));
    });
    expect(
      new Set(free.map(({ pointer, change }) => (change.includes("1e-12") ? "fraction" : pointer))),
    ).toEqual(new Set(["fraction", "/claim/id", "/protocol/id"]));
    for (const [member, pointer] of [
      ["claim.json", "/decision_rule/alpha"],
      ["claim.json", "/expected_metrics/0/value"],
      ["claim.json", "/population"],
      ["protocol.json", "/execution/episodes_per_task"],
      ["protocol.json", "/claim_hash"],
      ["audit_input.json", "/tasks/0/outcomes"],
      ["audit_input.json", "/counts/success"],
      ["audit_input.json", "/tasks/0/index/0"],
      ["episode_results.jsonl", "/0/outcome"],
      ["audit_provenance.json", "/commitments/root"],
      ["audit_provenance.json", "/digests/evidence"],
      ["artifact_manifest.json", "/members/0/sha256"],
    ] as const) {
      expect(
        excuseFor(mutation(member, pointer), sealed.files, told(true)),
        pointer,
      ).toBeUndefined();
    }
  });

  test("is any field that the schema does not name, and none that it does", () => {
    for (const pointer of ["/notes", "/notes/0", "/decision_rule/sidedness", "/source/a/b"]) {
      expect(isUnknownField("claim.json", pointer), pointer).toBe(true);
    }
    expect(isUnknownField("audit_input.json", "/tasks/0/zz")).toBe(true);
    expect(isUnknownField("artifact_manifest.json", "/members/0/zz")).toBe(true);
    expect(isUnknownField("episode_results.jsonl", "/7/zz")).toBe(true);
    for (const [member, pointer] of [
      ["claim.json", "/decision_rule/margin"],
      ["claim.json", "/applicability/license_assumptions/0"],
      ["protocol.json", "/claim_hash"],
      ["audit_input.json", "/tasks/0/seed/0"],
      ["audit_input.json", "/asserted/anything"],
      ["audit_provenance.json", "/tool/packages/@worldflux~1cli"],
      ["audit_provenance.json", "/digests/claim"],
      ["episode_results.jsonl", "/0/metadata/anything"],
      ["evidence.json", "/zz_added"],
      ["failure_evidence_index.jsonl", "/0/zz"],
    ] as const) {
      expect(isUnknownField(member, pointer), pointer).toBe(false);
    }
  });

  test("has a reason, and a withheld member has to be said", () => {
    for (const { reason } of excuses) expect(reason.length).toBeGreaterThan(20);
    const dropped = mutation("episode_results.jsonl", "", "member dropped");
    expect(excuseFor(dropped, sealed.files, told(true))?.outcome).toBe("not_load_bearing");
    expect(excuseFor(dropped, sealed.files, told(false))).toBeUndefined();
  });
});
