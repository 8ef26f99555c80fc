import {
  canonicalBytes,
  documentDigest,
  manifestName,
  type Protocol,
  type Reading,
  sha256,
} from "@worldflux/schema";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage, episodeManifest, packageBytes } from "../../evidence/src/index.ts";
import { claimOf, episodesOf, protocolOf, readingOf } from "../../evidence/test/fixtures.ts";
import { loadTimestampTrust, readLock, signLock } from "../../signing/src/index.ts";
import { type LocalSigstore, startLocalSigstore } from "../../signing/test/keyless-package.ts";
import { bundleOf, stamped, trustingAll } from "../../signing/test/locks.ts";
import { keyOf } from "../../signing/test/signed-package.ts";
import type { ReaderPolicy } from "./check-lock.ts";
import { verifyPackage } from "./verify.ts";

const claim = { ...claimOf(), population: "tasks_fixed" as const };
const protocol: Protocol = {
  ...protocolOf(claim, ["pusht/0"], {
    denominator_policy: "errors_as_failures",
    attempt_policy: "first",
    seed_policy: "not_controlled",
  }),
  model_runtime: { digest: sha256("weights") },
};
const author = keyOf();
const buyer = keyOf();
const stranger = keyOf();
const now = new Date("2026-06-01T00:00:00Z");
const started = "2026-01-01T20:00:00.000Z";

let local: LocalSigstore;
let policy: ReaderPolicy;
beforeAll(async () => {
  local = await startLocalSigstore();
  local.faults.clock = { tsa: new Date("2026-01-01T12:00:00Z") };
  const trustedSigners = trustingAll({ ACME: author, Buyer: buyer }, local);
  const timestamps = (await loadTimestampTrust(trustedSigners, "config")) ?? undefined;
  policy = { trustedSigners, timestamps, now, required: false };
});
afterAll(() => local.close());

function lockBy(key: typeof author, cosigns: Uint8Array | null = null, of = { claim, protocol }) {
  const lock = signLock({
    claim: { id: of.claim.id, sha256: documentDigest(of.claim) },
    protocol: { id: of.protocol.id, sha256: documentDigest(of.protocol) },
    episodes: episodeManifest(of.protocol),
    role: cosigns === null ? "author" : "counterparty",
    cosigns: cosigns === null ? null : readLock(cosigns, "lock").statement,
    producer: { name: "worldflux", version: "0.0.0" },
    created_at: "2026-01-01T11:00:00Z",
    key,
  });
  return stamped(lock, local);
}

function packageWith(
  locks: readonly Uint8Array[],
  edit: Partial<Reading> = {},
): Map<string, Uint8Array> {
  const reading = readingOf(episodesOf("pusht/0", "SSSSSSSSSS", { started_at: started }));
  const built = buildPackage({
    claim,
    protocol,
    adapter: "lerobot",
    reading: { ...reading, ...edit },
    files: [],
    locks: locks.map((lock) => ({ facts: readLock(lock, "lock"), bundle: bundleOf(lock) })),
    run: {
      packageId: "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
      createdAt: "2026-01-02T03:04:05Z",
      tool: { name: "worldflux", packages: { "@worldflux/cli": "0.0.0" } },
      runtime: { node: "v20", platform: "linux", arch: "x64" },
    },
  });
  return packageBytes(built);
}

/** The package with members replaced, added or taken away, and the manifest made to fit again. */
function rehashed(
  files: ReadonlyMap<string, Uint8Array>,
  edits: Record<string, Uint8Array | null>,
) {
  const all = new Map(files);
  const manifest = JSON.parse(new TextDecoder().decode(files.get(manifestName)));
  for (const [name, content] of Object.entries(edits)) {
    const old = manifest.members.find((member: { path: string }) => member.path === name);
    manifest.members = manifest.members.filter((member: { path: string }) => member.path !== name);
    if (content === null) all.delete(name);
    else {
      all.set(name, content);
      const entry = { ...old, path: name, sha256: sha256(content), size_bytes: content.length };
      manifest.members.push(entry);
    }
  }
  manifest.members.sort((a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1));
  return all.set(manifestName, canonicalBytes(manifest));
}

const json = (files: ReadonlyMap<string, Uint8Array>, name: string) =>
  JSON.parse(new TextDecoder().decode(files.get(name)));
const verify = (files: ReadonlyMap<string, Uint8Array>, by: ReaderPolicy | undefined = policy) =>
  verifyPackage({ files, refused: [] }, by);
const lockOf = (files: ReadonlyMap<string, Uint8Array>, by?: ReaderPolicy) =>
  verify(files, by).checks.find(({ id }) => id === "lock");
const failed = (files: ReadonlyMap<string, Uint8Array>) =>
  verify(files)
    .checks.filter(({ status }) => status === "fail")
    .map(({ id }) => id);

test("a package of grade A verifies, and says who locked and who co-signed", () => {
  const first = lockBy(author);
  const files = packageWith([first, lockBy(buyer, first)]);
  const { ok, checks } = verify(files);
  expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
  expect(ok).toBe(true);
  expect(json(files, "evidence.json").grade).toBe("A");
  const lock = checks.find(({ id }) => id === "lock");
  expect(lock).toMatchObject({ status: "pass", code: "lock_time_proven" });
  expect(lock?.detail).toContain('locks/1.sigstore.json (author): by "ACME"');
  expect(lock?.detail).toContain('locks/2.sigstore.json (counterparty, co-signing): by "Buyer"');
  expect(lock?.detail).toContain(`recorded start ${started}`);
});

test("whoever trusts nobody, or not the authority, is shown no pass; who requires one, a failure", () => {
  const files = packageWith([lockBy(author)]);
  const nobody: ReaderPolicy = { now };
  const untimed: ReaderPolicy = { ...policy, timestamps: undefined };
  for (const by of [undefined, nobody, untimed]) {
    const lock = verifyPackage({ files, refused: [] }, by).checks.find(({ id }) => id === "lock");
    expect(lock?.status).toBe("not_evaluated");
  }
  expect(lockOf(files, { ...nobody, lockRequired: true })?.status).toBe("fail");
  expect(lockOf(files, { ...policy, lockRequired: true })?.status).toBe("pass");
  expect(lockOf(packageWith([]), { ...policy, lockRequired: true })).toMatchObject({
    status: "fail",
    code: "not_locked",
  });
});

test("where no start is recorded a lock shows no order, and who requires one is shown a failure", () => {
  const files = packageWith([lockBy(author)], { episodes: episodesOf("pusht/0", "SSSSSSSSSS") });
  const lock = lockOf(files);
  expect(lock).toMatchObject({ status: "pass", code: "lock_time_proven" });
  expect(lock?.detail).toContain("nothing shows that the run came after");
  const required = lockOf(files, { ...policy, lockRequired: true });
  expect(required).toMatchObject({ status: "fail", code: "lock_order_unproven" });
});

test("a lock that calls the claim by another id", () => {
  const id = "clm_01HXY7K8ABCDEFGHJKMNPQRSTX";
  const named = signLock({
    claim: { id, sha256: documentDigest(claim) },
    protocol: { id: protocol.id, sha256: documentDigest(protocol) },
    episodes: episodeManifest(protocol),
    role: "author",
    cosigns: null,
    producer: { name: "worldflux", version: "0.0.0" },
    created_at: "2026-01-01T11:00:00Z",
    key: author,
  });
  const files = rehashed(packageWith([lockBy(author)]), {
    "locks/1.sigstore.json": canonicalBytes(bundleOf(stamped(named, local))),
  });
  expect(lockOf(files)).toMatchObject({ status: "fail", code: "lock_mismatch" });
});

test("a lock by a stranger carries nothing, also in a package that follows from its episodes", () => {
  const files = packageWith([lockBy(stranger)]);
  expect(json(files, "evidence.json").grade).toBe("A");
  expect(lockOf(files)).toMatchObject({ status: "not_evaluated", code: "key_unknown" });
});

test("a lock of another claim in the place of this one", () => {
  const other = { ...claim, claim_text: "The policy reaches at least 20 % success." };
  const bound = { ...protocol, claim_hash: documentDigest(other) };
  const foreign = lockBy(author, null, { claim: other, protocol: bound });
  const files = rehashed(packageWith([lockBy(author)]), {
    "locks/1.sigstore.json": canonicalBytes(bundleOf(foreign)),
  });
  expect(failed(files)).toEqual(["lock", "recompute.evidence"]);
});

test("evidence that says more of its locks than they do", () => {
  const files = packageWith([lockBy(author)]);
  const edits: [string, (evidence: Record<string, never>) => void][] = [
    [
      "an earlier time",
      (e) => Object.assign(e["lock"] ?? {}, { locked_at: "2025-01-01T00:00:00Z" }),
    ],
    ["a grade without lock", (e) => Reflect.deleteProperty(e, "lock")],
  ];
  for (const [, edit] of edits) {
    const evidence = json(files, "evidence.json");
    edit(evidence);
    const bytes = canonicalBytes(evidence);
    expect(failed(rehashed(files, { "evidence.json": bytes }))).toContain("recompute.evidence");
  }
  expect(failed(rehashed(files, { "locks/1.sigstore.json": null }))).toContain(
    "recompute.evidence",
  );
});

test("a lock that was taken away, added, or spelled otherwise", () => {
  const files = packageWith([lockBy(author)]);
  const away = new Map(files);
  away.delete("locks/1.sigstore.json");
  expect(failed(away)).toContain("manifest");
  const extra = new Map(files).set("locks/2.sigstore.json", lockBy(buyer));
  expect(failed(extra)).toContain("manifest");
  const second = new Map(files).set("locks/10.sigstore.json", lockBy(buyer));
  expect(failed(second)).toContain("structure");
  const pretty = new TextEncoder().encode(
    `${JSON.stringify(json(files, "locks/1.sigstore.json"), null, 2)}\n`,
  );
  expect(failed(rehashed(files, { "locks/1.sigstore.json": pretty }))).toEqual(["schema"]);
});

test("a recorded start that was moved behind the lock, and records that say otherwise", () => {
  const early = "2026-01-01T08:00:00.000Z";
  const files = packageWith([], {
    episodes: episodesOf("pusht/0", "SSSSSSSSSS", { started_at: early }),
  });
  const input = json(files, "audit_input.json");
  expect(input.recorded_times).toEqual({ started_at: early });
  for (const times of [{ started_at: started }, undefined]) {
    const moved = { ...input, recorded_times: times };
    const bytes = canonicalBytes(JSON.parse(JSON.stringify(moved)));
    expect(failed(rehashed(files, { "audit_input.json": bytes }))).toContain("recompute.episodes");
  }
});

test("a lock serves every run of its claim: that is no fault, and nothing shows the others", () => {
  const lock = lockBy(author);
  for (const letters of ["SSSSSSSSSS", "FFFFFFFFFF"]) {
    const episodes = episodesOf("pusht/0", letters, { started_at: started });
    const files = packageWith([lock], { episodes });
    expect(verify(files).ok).toBe(true);
    expect(
      json(files, "evidence.json").coverage.map((row: { statement: string }) => row.statement),
    ).toContain(
      "Whether other claims were locked beside this one, or the same lock was used for other runs.",
    );
  }
});
