import { lockMember } from "@worldflux/evidence";
import { IntervalMethod, manifestName, Population, signatureName } from "@worldflux/schema";
import { committed, withManifest } from "../../evidence/test/committed-package.ts";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../evidence/test/fixtures.ts";
import { signPayload } from "../../signing/src/sign.ts";
import {
  authorityOf,
  payload,
  plain,
  somebody,
  stampOver,
  startLocalSigstore,
} from "../../signing/test/keyless-package.ts";
import { keylessLock, lockBy } from "../../signing/test/locks.ts";
import { bytesOf, configOf, keyOf, signed, stamped } from "../../signing/test/signed-package.ts";
import { packageLockedBy } from "../../verifier/test/attacked-package.ts";

/** A package, whom its reader trusts, and what is to be seen of it. */
export interface Vector {
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly refused?: readonly string[];
  /** Bytes of the trusted-signer configuration; absent: nobody is trusted. */
  readonly trust?: Uint8Array;
  readonly now?: string;
  /** True: no policy at all, so that the signature is not looked at. */
  readonly withoutPolicy?: boolean;
  /** Checks that have to fail; none for a good package. */
  readonly fails: readonly string[];
}

type Files = ReadonlyMap<string, Uint8Array>;
type Json = Record<string, unknown>;

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (files: Files, name: string) => new TextDecoder().decode(files.get(name));
const without = (files: Files, ...names: string[]) =>
  new Map([...files].filter(([name]) => !names.includes(name)));
const privateMembers = [
  "episode_results.jsonl",
  "raw_evidence_manifest.json",
  "failure_evidence_index.jsonl",
  "failure_replay_manifest.jsonl",
];

/** Written as JSON.stringify has it, which is canonical for documents that were canonical. */
const member = (value: unknown) => utf8(`${JSON.stringify(value)}\n`);

/** The package with the value at a JSON pointer replaced, and the manifest made to fit. */
function edited(
  files: Files,
  name: string,
  pointer: string,
  value: unknown,
): Map<string, Uint8Array> {
  const document = JSON.parse(text(files, name)) as Json;
  const keys = pointer.split("/").slice(1);
  const last = keys.pop() ?? "";
  const at = keys.reduce<Json>((of, key) => of[key] as Json, document);
  at[last] = value;
  return withManifest(new Map(files).set(name, member(document)));
}

const replaced = (files: Files, name: string, from: string | RegExp, to: string) =>
  new Map(files).set(name, utf8(text(files, name).replace(from, to)));

const tasks = (letters: (task: number) => string) =>
  readingOf(
    Array.from({ length: 10 }, (_, i) => episodesOf(`libero_spatial/${i}`, letters(i))).flat(),
  );
const mixed = tasks((i) => (i === 3 ? "FSFSFSFSFS" : "SSSSSSSSFE"));
const plan = (claim = claimOf()) => protocolOf(claim, ["libero_spatial"]);
const base = packageOf(claimOf(), plan(), mixed).members;
const bound = committed(base);

/** Good packages, each of which reaches other parts of the derivation. */
function goodVectors(): Vector[] {
  const good = (name: string, files: Files): Vector => ({ name, files, fails: [] });
  const oneTask = protocolOf(claimOf(), ["a/b"], { episodes_per_task: 60 });
  const run = readingOf(episodesOf("a/b", `${"S".repeat(50)}FFEFMPNSSS`));
  const bounded = { ...oneTask, stopping: { mode: "bounded", max_episodes: 90 } } as const;
  return [
    good("ten tasks", base),
    good("only the public members", without(base, ...privateMembers)),
    ...privateMembers.map((name) => good(`without ${name}`, without(base, name))),
    ...IntervalMethod.options.map((interval_method) => {
      const claim = claimOf({ interval_method });
      return good(`interval ${interval_method}`, packageOf(claim, plan(claim), mixed).members);
    }),
    ...Population.options.map((population) => {
      const claim = { ...claimOf(), population };
      return good(`population ${population}`, packageOf(claim, plan(claim), mixed).members);
    }),
    good("at most", packageOf(claimOf({}, "<="), plan(claimOf({}, "<=")), mixed).members),
    good("one task, every outcome", packageOf(claimOf(), oneTask, run).members),
    good("a bounded run", packageOf(claimOf(), bounded, run).members),
    good(
      "an anytime run",
      packageOf(claimOf(), { ...oneTask, stopping: { mode: "anytime" } }, run).members,
    ),
    good("committed", bound),
    good("committed, key withheld", without(bound, "commitment_key.json")),
    good("committed, records withheld", without(bound, "episode_results.jsonl")),
    { ...good("no policy", base), withoutPolicy: true },
  ];
}

/** Packages that were changed, by the check that has to say so; manifests fit unless they are the matter. */
function badVectors(): Vector[] {
  const bad = (name: string, files: Files, ...fails: string[]): Vector => ({ name, files, fails });
  const swap = (name: string, from: string | RegExp, to: string) =>
    withManifest(replaced(base, name, from, to));
  const hostile = (json: string) => withManifest(new Map(base).set("claim.json", utf8(json)));
  const records = "episode_results.jsonl";
  return [
    bad("nothing at all", new Map(), "structure"),
    bad("a stranger among the files", new Map(base).set("notes.txt", utf8("x")), "structure"),
    { ...bad("a link", base, "structure"), refused: ["link"] },
    bad("no manifest", without(base, manifestName), "structure"),
    bad("a public member missing", without(base, "evidence.md"), "structure", "manifest"),
    bad("a byte changed", replaced(base, records, "success", "failure"), "manifest"),
    bad("a manifest that is not JSON", replaced(base, manifestName, "{", "{{"), "manifest"),
    bad(
      "a manifest with another digest",
      replaced(base, manifestName, /sha256:./, "sha256:g"),
      "manifest",
    ),
    bad("not in canonical form", swap("claim.json", "{", "{ "), "schema"),
    bad("a byte order mark", swap("evidence.md", "#", "\ufeff#"), "schema"),
    bad("a field of another type", edited(base, "claim.json", "/id", 7), "schema"),
    bad("a line without its end", swap(records, /\n$/, ""), "schema"),
    bad("a key twice", hostile('{"id":1,"id":2}\n'), "schema"),
    bad("half a surrogate pair", hostile('{"id":"\\ud800"}\n'), "schema"),
    bad(
      "bytes that are not UTF-8",
      withManifest(new Map(base).set("claim.json", Uint8Array.of(0x22, 0xff, 0x22, 10))),
      "schema",
    ),
    bad("100,000 levels", hostile(`${"[".repeat(1e5)}${"]".repeat(1e5)}\n`), "schema"),
    bad("a number past every range", hostile('{"id":1e999}\n'), "schema"),
    bad("a long number", hostile('{"id":0.1000000000000000055511151231257827}\n'), "schema"),
    bad("__proto__", hostile('{"__proto__":{"id":"x"}}\n'), "schema"),
    bad("many empty objects", hostile(`[${"{},".repeat(2_100_000)}{}]\n`), "schema"),
    bad("an empty member", hostile(""), "schema"),
    bad(
      "another threshold",
      edited(base, "claim.json", "/decision_rule/margin", 0.4),
      "cross_links",
    ),
    bad(
      "another plan",
      edited(base, "protocol.json", "/execution/episodes_per_task", 9),
      "cross_links",
    ),
    bad(
      "a failure turned into a success",
      swap(records, '"outcome":"failure"', '"outcome":"success"'),
      "recompute.episodes",
    ),
    bad("a record dropped", swap(records, /^.*\n/, ""), "recompute.episodes"),
    bad(
      "a count changed",
      edited(base, "audit_input.json", "/counts/success", 90),
      "recompute.episodes",
    ),
    bad(
      "the successes",
      edited(base, "evidence.json", "/result/successes", 99),
      "recompute.evidence",
    ),
    bad(
      "the denominator",
      edited(base, "evidence.json", "/result/episodes", 90),
      "recompute.evidence",
    ),
    bad(
      "the verdict",
      edited(base, "evidence.json", "/result/verdict", "supported"),
      "recompute.evidence",
    ),
    bad(
      "a bound",
      edited(base, "evidence.json", "/result/interval/lower", 0.7),
      "recompute.evidence",
    ),
    bad("the labels", edited(base, "evidence.json", "/labels", []), "recompute.evidence"),
    bad("other rules", edited(base, "evidence.json", "/derivation", 99), "recompute.evidence"),
    bad("a kinder text", swap("evidence.md", "INCONCLUSIVE", "SUPPORTED"), "recompute.text"),
    bad(
      "a failure that is not listed",
      swap("failure_evidence_index.jsonl", /^.*\n/, ""),
      "recompute.failures",
    ),
    bad(
      "completeness of nothing",
      withManifest(new Map(base).set("completeness.json", member({}))),
      "schema",
    ),
    bad(
      "another root",
      edited(bound, "audit_provenance.json", "/commitments/root", `sha256:${"0".repeat(63)}1`),
      "commitments",
    ),
    bad(
      "a private path",
      edited(base, "audit_input.json", "/asserted", { policy: "/home/alice/x" }),
      "visibility",
    ),
  ];
}

/** Signed packages, good and bad. */
function signedVectors(): Vector[] {
  const vectors: Vector[] = [];
  for (const algorithm of ["ecdsa-p256-sha256", "ed25519"] as const) {
    const [key, other] = [keyOf(algorithm), keyOf(algorithm)];
    const trust = bytesOf(configOf(key));
    const files = signed(base, key);
    const bundle = JSON.parse(text(files, signatureName));
    const { payload, signatures } = bundle.dsseEnvelope;
    const sig = Buffer.from(signatures[0].sig, "base64");
    const add = (name: string, of: Files, fails: string[], more: Partial<Vector> = {}) =>
      vectors.push({ name: `${algorithm}: ${name}`, files: of, trust, fails, ...more });
    const withSignature = (bytes: Uint8Array) => {
      const changed = { ...signatures[0], sig: Buffer.from(bytes).toString("base64") };
      const envelope = { ...bundle.dsseEnvelope, signatures: [changed] };
      return new Map(files).set(signatureName, member({ ...bundle, dsseEnvelope: envelope }));
    };
    const flipped = Buffer.from(sig);
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    add("signed", files, []);
    add("signed, only the public members", without(files, ...privateMembers), []);
    add("nobody trusted", files, [], { trust: undefined as never });
    add("another key trusted", files, ["identity"], { trust: bytesOf(configOf(other)) });
    add("signature taken away", base, ["identity"]);
    add("not yet valid", files, ["identity"], { now: "2025-01-01T00:00:00Z" });
    add("no moment at all", files, ["identity"], { now: "never" });
    add("a bit of the signature", withSignature(flipped), ["signature"]);
    add("signature cut", withSignature(sig.subarray(0, -1)), ["signature"]);
    add("signature longer", withSignature(Buffer.concat([sig, Buffer.of(0)])), ["signature"]);
    add("bundle empty", new Map(files).set(signatureName, new Uint8Array()), ["signature"]);
    add("bundle not JSON", new Map(files).set(signatureName, utf8("[".repeat(500))), ["signature"]);
    add(
      "payload changed",
      replaced(files, signatureName, payload, Buffer.from("{}").toString("base64")),
      ["signature"],
    );
    const statement = JSON.parse(atob(payload));
    statement.predicate.key = `sha256:${"5".repeat(64)}`;
    const naming = signPayload(utf8(JSON.stringify(statement)), key);
    add("a statement that names another key", new Map(files).set(signatureName, naming), [
      "signature",
    ]);
    add(
      "signature of another package",
      new Map(bound).set(signatureName, files.get(signatureName) as Uint8Array),
      ["signature"],
    );
    const locked = (lock: Uint8Array) => withManifest(new Map(plain).set(lockMember(0), lock));
    add("a lock that the evidence does not know", locked(lockBy(key)), ["recompute.evidence"]);
    const elsewhere = { id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTV", sha256: `sha256:${"5".repeat(64)}` };
    add("a lock of another claim", locked(lockBy(key, { claim: elsewhere })), ["lock"]);
    add("a lock that is none", locked(utf8("{}\n")), ["lock"]);
    const richer = edited(base, "evidence.json", "/result/successes", 99);
    add("another count, signed again with the same key", signed(richer, key), [
      "recompute.evidence",
    ]);
    add("another count, signed with another key", signed(richer, other), [
      "identity",
      "recompute.evidence",
    ]);
  }
  return vectors;
}

/** What only the command judges: without its judges, Node and a browser say that nobody looked. */
export async function unjudgedVectors(): Promise<Vector[]> {
  const local = await startLocalSigstore();
  try {
    const keyless = new Map(plain).set(
      signatureName,
      bytesOf(local.bundle({ payload, claims: somebody })),
    );
    const key = keyOf();
    const bundle = stamped(base, key, (signature) => [stampOver(local, signature)]);
    const inTime = new Map(base).set(signatureName, bundle);
    const config = { ...configOf(key), timestamp_authorities: [authorityOf(local)] };
    const named = packageLockedBy(keylessLock(local));
    const nameless = keylessLock(local);
    nameless.verificationMaterial.certificate.rawBytes = "MAA=";
    const strict = bytesOf({ ...config, require_timestamp: true });
    return [
      { name: "a Sigstore certificate", files: keyless, fails: [] },
      {
        name: "a certificate, and a key is trusted",
        files: keyless,
        trust: bytesOf(config),
        fails: ["identity"],
      },
      { name: "a lock under a name", files: named, fails: [] },
      {
        name: "a lock under a name, and a key is trusted",
        files: named,
        trust: bytesOf(config),
        fails: ["identity"],
      },
      {
        name: "a lock with a certificate that is none",
        files: withManifest(new Map(named).set(lockMember(0), member(nameless))),
        fails: ["lock", "recompute.evidence"],
      },
      { name: "a time stamp", files: inTime, trust: bytesOf(config), fails: [] },
      { name: "a time stamp that is required", files: inTime, trust: strict, fails: ["identity"] },
    ];
  } finally {
    await local.close();
  }
}

/** Everything that is verified under Node and in a browser. */
export function browserVectors(): readonly Vector[] {
  return [...goodVectors(), ...badVectors(), ...signedVectors()];
}
