import {
  type AuditInput,
  type Digest,
  type EpisodeManifest,
  type Evidence,
  type EvidenceLock,
  earliestTime,
  isBefore,
  type LockFacts,
  lockProblem,
  type UtcTime,
  WorldFluxError,
} from "@worldflux/schema";

/** What the locks are held against. */
export interface LockedRun {
  readonly claim: Digest;
  readonly protocol: Digest;
  readonly claim_id: string;
  readonly protocol_id: string;
  /** Planned episodes, as the protocol alone has them. */
  readonly manifest: EpisodeManifest;
  /** Planned episodes, as the record settled them. */
  readonly planned: number;
  /** Whether the protocol alone names every planned task. */
  readonly settled: boolean;
  readonly recordedTimes: AuditInput["recorded_times"];
}

/** Path of the i-th lock of a package, counted from 0. */
export function lockMember(i: number): string {
  return `locks/${i + 1}.sigstore.json`;
}

/**
 * What the locks of a package say of its run. Pure; looks at no signature: that a lock is genuine is for
 * the verifier's check `lock` to say.
 *
 * @throws WorldFluxError WF_LOCK_MISMATCH when a lock is of other documents, given twice, or co-signs a
 * lock that is not there; WF_LOCK_LATE when the source records a time before one of them
 */
export function lockEvidence(locks: readonly LockFacts[], run: LockedRun): EvidenceLock {
  const named = locks.map((facts, i) => ({ name: lockMember(i), facts }));
  const problem = lockProblem(named, run);
  if (problem !== null) throw mismatch(problem);
  for (const { name, facts } of named) refuseLate(facts, name, run.recordedTimes);
  const lockedAt = earliestTime(locks.map(({ stamped_at }) => stamped_at ?? undefined));
  const started = run.recordedTimes?.started_at;
  return {
    locks: locks.map(({ statement, role, cosigns, stated_at, stamped_at, ...by }, i) => ({
      ...{ member: lockMember(i), statement, role, signer: by.signer, cosigns },
      ...{ stated_at, stamped_at },
      // Left out for a key and a time stamp, as they were before there was anything else.
      ...(by.signed_with && { signed_with: by.signed_with }),
      ...(by.stamped_by && { stamped_by: by.stamped_by }),
    })),
    locked_at: lockedAt ?? null,
    recorded_times: run.recordedTimes ?? null,
    precedes: lockedAt === undefined || started === undefined ? null : isBefore(lockedAt, started),
    episodes_frozen:
      run.settled &&
      run.planned === run.manifest.cells &&
      locks.every(({ episodes }) => episodes.sha256 === run.manifest.sha256),
  };
}

/** The locks of which only the signer's own clock says when they were made. */
export function untimed({ locks }: EvidenceLock): EvidenceLock["locks"] {
  return locks.filter(({ stamped_at }) => stamped_at === null);
}

/** Whether the locks say that all sides had signed before the recorded start, each by a time stamp. */
export function lockedBeforehand(lock: EvidenceLock): boolean {
  return lock.precedes === true && untimed(lock).length === 0;
}

/** Without a third party's time the signer's own word is enough to contradict the record. */
function refuseLate(lock: LockFacts, name: string, times: LockedRun["recordedTimes"]): void {
  const at = lock.stamped_at ?? lock.stated_at;
  const found: readonly (readonly [what: string, time: UtcTime | undefined])[] = [
    ["the start of the run or of an episode at", times?.started_at],
    ["a part of the run, or a result, at", times?.other_at],
  ];
  for (const [what, time] of found) {
    if (time === undefined || isBefore(at, time)) continue;
    const stamp = lock.stamped_by === "log" ? "by its log entry" : "by its time stamp";
    const by = lock.stamped_at === null ? "by its signer's clock" : stamp;
    throw new WorldFluxError(
      "WF_LOCK_LATE",
      `${name} was made at ${at} ${by}, and the source records ${what} ${time}: the lock does not come first`,
      {
        hint: "leave this --lock out: the package then says nothing of a lock. Lock before the next run",
      },
    );
  }
}

/**
 * How a locked run's recorded start contradicts the moment at which it was packaged; null when it does not,
 * or nothing was locked. A start that had not come yet would put any lock first.
 */
export function startsAfter({ lock }: Evidence, createdAt: UtcTime): string | null {
  const started = lock?.recorded_times?.started_at;
  if (started === undefined || !isBefore(createdAt, started)) return null;
  return `records a start at ${started}, after the package was made at ${createdAt}`;
}

function mismatch(what: string): WorldFluxError {
  return new WorldFluxError("WF_LOCK_MISMATCH", what, {
    hint: "hand in the claim.json and protocol.json that were locked, byte for byte or spelled anew, with every lock that is co-signed; after a change, lock again before the next run",
  });
}
