import {
  type Digest,
  type LockFacts,
  lockProblem,
  preview,
  WorldFluxError,
} from "@worldflux/schema";
import type { SignatureCode } from "./check.ts";
import { before } from "./judge-signer.ts";
import { LockStatement } from "./lock-statement.ts";
import { readLock } from "./read-lock.ts";
import type { SigningTime } from "./signing-time.ts";
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
  | "lock_time_unproven"
  | SignatureCode;

/** What a reader may believe of one lock. */
export interface LockReport {
  readonly name: string;
  /** `not_evaluated` is never a pass. */
  readonly status: "pass" | "fail" | "not_evaluated";
  readonly code: LockCode;
  readonly detail: string;
  /** What it says; null when it could not be read. */
  readonly facts: LockFacts | null;
  /** The subject of a trusted key that made it; null when none did. */
  readonly signer: string | null;
  /** A proven time before which it was there; null: unproven. */
  readonly signed_at: SigningTime | null;
}

/** What a reader may believe of all locks of a claim and protocol. */
export interface LocksVerdict {
  /** pass: every one is by a trusted signer, no time stamp is in doubt, and one at least is proven. */
  readonly status: "pass" | "fail" | "not_evaluated";
  readonly code: LockCode;
  readonly detail: string;
  /** What is wrong with the locks together, though with none alone; null when nothing is. */
  readonly problem: string | null;
  readonly locks: readonly LockReport[];
}

/** What is locked, and whom the reader trusts. */
export interface LockContext {
  /** RFC 8785 digests of the documents that should be the locked ones. */
  readonly claim: Digest;
  readonly protocol: Digest;
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
  const detail = [...locks.map((lock) => lock.detail), ...(problem === null ? [] : [problem])].join(
    "; ",
  );
  if (problem !== null && locks.every(({ status }) => status !== "fail")) {
    return { status: "fail", code: "lock_mismatch", detail, problem, locks };
  }
  const worst =
    locks.find(({ status }) => status === "fail") ??
    locks.find(({ status }) => status === "not_evaluated");
  if (worst !== undefined)
    return { status: worst.status, code: worst.code, detail, problem, locks };
  if (locks.some(({ signed_at }) => signed_at !== null)) {
    return { status: "pass", code: "lock_time_proven", detail, problem, locks };
  }
  return {
    status: "not_evaluated",
    code: "lock_time_unproven",
    detail: `${detail}; nothing proves when`,
    problem,
    locks,
  };
}

function checkLock({ name, bytes }: LockFile, context: LockContext): LockReport {
  const facts = attempt(() => readLock(bytes, name));
  const unknown = { name, signer: null, signed_at: null } as const;
  if (typeof facts === "string") {
    return { ...unknown, status: "fail", code: "lock_invalid", detail: facts, facts: null };
  }
  const role = facts.cosigns === null ? facts.role : `${facts.role}, co-signing`;
  const other = mismatch(facts, context);
  if (other !== null) {
    return {
      ...unknown,
      status: "fail",
      ...other,
      detail: `${name} (${role}): ${other.detail}`,
      facts,
    };
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
  const open = [checks.signature, checks.identity].find(({ status }) => status === "not_evaluated");
  // A key that is not known is no fault of the lock: the reader may know one side alone.
  if (open !== undefined && checks.signature.status !== "fail") {
    const detail = `${name} (${role}): ${checks.signature.detail}`;
    return { ...unknown, status: "not_evaluated", code: checks.signature.code, detail, facts };
  }
  if (refused !== undefined || signer === null) {
    const { code, detail } = refused ?? checks.signature;
    return { ...unknown, status: "fail", code, detail: `${name} (${role}): ${detail}`, facts };
  }
  return timed(facts, { ...unknown, facts, signer: signer.name, signed_at: signedAt }, role);
}

/** The signature is good; what of the time that the evidence took from the lock? */
function timed(
  { stamped_at: stated }: LockFacts,
  known: Omit<LockReport, "status" | "code" | "detail">,
  role: string,
): LockReport {
  const who = `${known.name} (${role}): by ${preview(known.signer, 200)}`;
  if (stated === null) {
    const detail = `${who}, without a time stamp`;
    return { ...known, status: "pass", code: "lock_time_unproven", detail };
  }
  const { signed_at: proven } = known;
  if (proven === null) {
    const detail = `${who}, stamped ${stated} by nobody you trust`;
    return { ...known, status: "not_evaluated", code: "lock_time_unproven", detail };
  }
  if (Math.floor(Date.parse(proven.at)) !== Date.parse(stated)) {
    const detail = `${who}: it was read as stamped ${stated}, and the time stamp proves ${proven.at}`;
    return { ...known, status: "fail", code: "timestamp_wrong", detail };
  }
  return {
    ...known,
    status: "pass",
    code: "lock_time_proven",
    detail: `${who}, ${before(proven)}`,
  };
}

function mismatch(facts: LockFacts, context: LockContext) {
  for (const document of ["claim", "protocol"] as const) {
    if (facts[document] === context[document]) continue;
    return {
      code: "lock_mismatch",
      detail: `what is locked is another ${document}.json (${facts[document]})`,
    } as const;
  }
  return null;
}

function attempt(read: () => LockFacts): LockFacts | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorldFluxError) return error.message;
    throw error;
  }
}
