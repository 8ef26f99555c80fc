import { lockable } from "@worldflux/evidence";
import { lockTerms, printable } from "@worldflux/schema";
import { checkLocks, type LocksVerdict, trustsSomebody } from "@worldflux/signing";
import { lockExitCode } from "../lock-exit-code.ts";
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { readLocks } from "../read-locks.ts";
import { readTrust, type TrustOptions } from "../read-trust.ts";

/** Arguments of `claim check-lock`. */
export interface ClaimCheckLockArgs extends TrustOptions {
  readonly locks: readonly string[];
  readonly claim: string;
  readonly protocol: string;
  /** Anything but a pass ends with exit code 3. */
  readonly "require-lock": boolean;
  readonly json: boolean;
}

/** `claim check-lock`: whose locks these are, of what, and since when. */
export async function claimCheckLock(args: ClaimCheckLockArgs): Promise<Outcome> {
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const { episodes } = lockable(claim, protocol);
  const terms = { ...lockTerms(claim, protocol), episodes };
  const locks = readLocks(args.locks);
  const now = new Date();
  const bundles = locks.map(({ bytes }) => bytes);
  const given = await readTrust(args, bundles, now);
  const trust = trustsSomebody(given) ? { ...given, now } : undefined;
  const verdict = checkLocks(locks, { ...terms, trust });
  return {
    text: textOf(verdict, painter(args.json)),
    json: {
      status: verdict.status,
      code: verdict.code,
      problem: verdict.problem,
      claim: terms.claim,
      protocol: terms.protocol,
      episodes,
      // `signer` is what the lock says, a digest or an id; `signed_by` whom the reader knows it to be.
      locks: verdict.locks.map(({ facts, ...lock }) => ({
        ...lock,
        ...facts,
        signed_by: lock.signer,
      })),
    },
    exitCode: lockExitCode(verdict, args["require-lock"]),
  };
}

const words = { pass: "pass", fail: "FAIL", not_evaluated: "not evaluated" } as const;

function textOf(verdict: LocksVerdict, paint: ReturnType<typeof painter>): string {
  const tone = { pass: "good", fail: "bad", not_evaluated: "dim" } as const;
  const shown = (status: keyof typeof words) =>
    paint(tone[status], words[status]) + " ".repeat("not evaluated".length - words[status].length);
  const lines = verdict.locks.map(({ status, detail }) => `${shown(status)}  ${printable(detail)}`);
  const known = verdict.locks.every(({ status }) => status === "pass");
  const untimed = verdict.locks.filter(({ signed_at }) => signed_at === null);
  const which =
    untimed.length < verdict.locks.length
      ? ` ${printable(untimed.map(({ name }) => name).join(" and "))} was signed`
      : "";
  const end = {
    pass: "Claim and protocol were signed by the sides above, each before its time above.",
    fail: "The locks are refused.",
    not_evaluated: known
      ? `Claim and protocol were signed by the sides above. Nothing proves when${which}.`
      : "Nothing here shows who locked these documents, or when: see above.",
  }[verdict.status];
  return [
    ...lines,
    ...(verdict.problem === null ? [] : ["", paint("bad", printable(verdict.problem))]),
    "",
    paint(tone[verdict.status], end),
    "No lock shows that no other run was made, nor that no other claim was locked beside this one.",
  ].join("\n");
}
