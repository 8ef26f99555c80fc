import {
  type LockFacts,
  type LockRole,
  type LockTerms,
  lockMismatch,
  lockProblem,
  preview,
  WorldFluxError,
} from "@worldflux/schema";
import type { SignatureChecks, SignatureCode } from "./check.ts";
import { before } from "./judge-signer.ts";
import { LockStatement } from "./lock-statement.ts";
import { readLock } from "./read-lock.ts";
import type { SigningTime } from "./signing-time.ts";
import type { Signer } from "./sigstore/sigstore-trust.ts";
import { type SignatureTrust, verifyEnvelope } from "./verify-envelope.ts";

/** A lock as a file. */
export interface LockFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Why `lock` came out as it did; stable, unlike the words beside it. */
export type LockCode =
  | "not_locked"
  | "lock_invalid"
  | "lock_mismatch"
  | "lock_time_proven"
  /** Nothing proves when any of them was made. */
  | "lock_time_unproven"
  /** Nothing proves when the locks of this side were made; for those of the other it is proven. */
  | `${LockRole}_time_unproven`
  /** A lock is required, and nothing shows that the run came after it. */
  | "lock_order_unproven"
  | SignatureCode;

const policyCodes: readonly LockCode[] = [
  ...(["not_locked", "no_trusted_signers", "key_unknown", "lock_order_unproven"] as const),
  ...(["lock_time_unproven", "author_time_unproven", "counterparty_time_unproven"] as const),
  ...(["not_yet_valid", "expired", "revoked", "timestamp_required"] as const),
  ...(["no_sigstore_policy", "signer_unknown"] as const),
];

/** Whether a code says that a reader's policy is not met, not that a lock is wrong. */
export function isLockPolicy(code: LockCode): boolean {
  return policyCodes.includes(code);
}

/** What a reader may believe of one lock. */
export interface LockReport {
  readonly name: string;
  /** `not_evaluated` is never a pass. */
  readonly status: "pass" | "fail" | "not_evaluated";
  readonly code: LockCode;
  readonly detail: string;
  /** What it says; null when it could not be read. */
  readonly facts: LockFacts | null;
  /** The subject of a trusted key that made it, or the name in a trusted certificate; null when none did. */
  readonly signer: string | null;
  /** A proven time before which it was there; null: unproven. */
  readonly signed_at: SigningTime | null;
}

/** What a reader may believe of all locks of a claim and protocol. */
export interface LocksVerdict {
  /** pass: every one is by a trusted signer, at a proven time. */
  readonly status: "pass" | "fail" | "not_evaluated";
  readonly code: LockCode;
  readonly detail: string;
  /** What is wrong with the locks together, though with none alone; null when nothing is. */
  readonly problem: string | null;
  readonly locks: readonly LockReport[];
}

/** What is locked, and whom the reader trusts. */
export interface LockContext extends LockTerms {
  /** With the moment of verifying; without it no signature is looked at. */
  readonly trust?: (SignatureTrust & { readonly now: Date }) | undefined;
}

/**
 * Checks the locks of a claim and protocol: form, documents, signature, signer, time. Pure, offline, never
 * throws for a bad lock.
 *
 * It does not show that no other run was made and left out, nor that no other claim was locked beside.
 */
export function checkLocks(files: readonly LockFile[], context: LockContext): LocksVerdict {
  if (files.length === 0) {
    const detail = "nothing was locked beforehand";
    return { status: "not_evaluated", code: "not_locked", detail, problem: null, locks: [] };
  }
  const read = files.map(({ name, bytes }) => ({
    name,
    facts: attempt(() => readLock(bytes, name)),
  }));
  const named = read.flatMap(({ name, facts }) =>
    typeof facts === "string" ? [] : [{ name, facts }],
  );
  const problem = named.length === read.length ? lockProblem(named, context) : null;
  const locks = files.map((file) => checkLock(file, context));
  const told = locks.some(({ code }) => code === "lock_mismatch");
  const detail = [
    ...locks.map((lock) => lock.detail),
    ...(problem === null || told ? [] : [problem]),
  ].join("; ");
  const worst = worstOf(locks, problem);
  if (worst !== undefined) return { ...worst, detail, problem, locks };
  const open = locks.filter(({ signed_at }) => signed_at === null);
  if (open.length === 0) {
    return { status: "pass", code: "lock_time_proven", detail, problem, locks };
  }
  const roles = new Set(open.flatMap(({ facts }) => facts?.role ?? []));
  const [role] = roles;
  const some = open.length < locks.length;
  return {
    status: "not_evaluated",
    code:
      some && roles.size === 1 && role !== undefined
        ? `${role}_time_unproven`
        : "lock_time_unproven",
    detail: `${detail}; nothing proves when${some ? ` ${open.map(({ name }) => name).join(" and ")} was made` : ""}`,
    problem,
    locks,
  };
}

/** What decides whatever the times are: a lock that is wrong before one that misses the reader's policy. */
function worstOf(
  locks: readonly LockReport[],
  problem: string | null,
): Pick<LockReport, "status" | "code"> | undefined {
  const failed = locks.filter(({ status }) => status === "fail");
  const wrong = failed.find(({ code }) => !isLockPolicy(code));
  const found =
    wrong ??
    (problem === null ? failed[0] : ({ status: "fail", code: "lock_mismatch" } as const)) ??
    // By whom before when.
    locks.find(({ status, code }) => status === "not_evaluated" && code !== "lock_time_unproven");
  return found === undefined ? undefined : { status: found.status, code: found.code };
}

function checkLock({ name, bytes }: LockFile, context: LockContext): LockReport {
  const facts = attempt(() => readLock(bytes, name));
  const unknown = { name, signer: null, signed_at: null } as const;
  if (typeof facts === "string") {
    return { ...unknown, status: "fail", code: "lock_invalid", detail: facts, facts: null };
  }
  const role = facts.cosigns === null ? facts.role : `${facts.role}, co-signing`;
  const other = lockMismatch(facts, context);
  if (other !== null) {
    const detail = `${name} (${role}) ${other}`;
    return { ...unknown, status: "fail", code: "lock_mismatch", detail, facts };
  }
  const { trust } = context;
  if (trust === undefined) {
    const detail = `${name} (${role}): nobody said whose lock to look for`;
    return { ...unknown, status: "not_evaluated", code: "no_trusted_signers", detail, facts };
  }
  const { checks, signer, signedAt } = verifyEnvelope({
    bundleBytes: bytes,
    name,
    trust,
    now: trust.now,
    statement: LockStatement,
    mismatch: () => null,
  });
  const refused = [checks.signature, checks.identity].find(({ status }) => status === "fail");
  const open = openBy(facts, checks);
  if (open !== null) {
    const detail = `${name} (${role}): ${open.detail}`;
    return { ...unknown, status: "not_evaluated", code: open.code, detail, facts };
  }
  if (refused !== undefined || signer === null) {
    const { code, detail } = refused ?? checks.signature;
    return { ...unknown, status: "fail", code, detail: `${name} (${role}): ${detail}`, facts };
  }
  const known = { ...unknown, facts, signer: signer.name, signed_at: signedAt };
  return timed(facts, known, `${name} (${role}): by ${nameOf(facts, signer)}`);
}

/**
 * What keeps a lock from being judged, and is no fault of it; null when nothing does. The reader may know one
 * side alone, and nobody can say whether a certificate was valid at a time that nothing tells.
 */
function openBy(
  { signed_with, stamped_at }: LockFacts,
  { signature, identity }: SignatureChecks,
): { readonly code: LockCode; readonly detail: string } | null {
  if (signature.code === "below_threshold" && signed_with && stamped_at === null) {
    const detail =
      "a certificate without a time by a log or an authority: whether it was valid is not known";
    return { code: "lock_time_unproven", detail };
  }
  if (signature.status === "fail") return null;
  if (identity.code === "signer_unknown") return identity;
  return [signature, identity].some(({ status }) => status === "not_evaluated") ? signature : null;
}

function nameOf({ signed_with }: LockFacts, { name, id }: Signer): string {
  const who = preview(name, 200);
  return signed_with === undefined ? who : `${who}, as ${preview(id, 200)} vouches`;
}

/** The signature is good; what of the time that the evidence took from the lock? */
function timed(
  { stamped_at: stated, signed_with }: LockFacts,
  known: Omit<LockReport, "status" | "code" | "detail">,
  who: string,
): LockReport {
  if (stated === null) {
    const detail = `${who}, without a time stamp`;
    return { ...known, status: "pass", code: "lock_time_unproven", detail };
  }
  const { signed_at: proven } = known;
  if (proven === null) {
    const detail = `${who}, stamped ${stated} by nobody you trust`;
    return { ...known, status: "not_evaluated", code: "lock_time_unproven", detail };
  }
  // With a certificate the latest of several is stated, and the earliest proven.
  const [at, read] = [Math.floor(Date.parse(proven.at)), Date.parse(stated)];
  if (signed_with === undefined ? at !== read : !(at <= read)) {
    const detail = `${who}: it was read as stamped ${stated}, and what is proven is ${proven.at}`;
    return { ...known, status: "fail", code: "timestamp_wrong", detail };
  }
  return {
    ...known,
    status: "pass",
    code: "lock_time_proven",
    detail: `${who}, ${before(proven)}`,
  };
}

function attempt(read: () => LockFacts): LockFacts | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorldFluxError) return error.message;
    throw error;
  }
}
