import { lockable } from "@worldflux/evidence";
import {
  type LockFacts,
  type LockTerms,
  lockProblem,
  lockTerms,
  printable,
  WorldFluxError,
} from "@worldflux/schema";
import { openKey, readKeyFile, readLock, signLock } from "@worldflux/signing";
import manifest from "../../package.json" with { type: "json" };
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { type LockInput, readLocks } from "../read-locks.ts";
import { readPassPhrase } from "../read-pass-phrase.ts";
import { shellWord } from "../shell-word.ts";
import { timeStamped, timestampAddress } from "../sign/time-stamp.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `claim lock`. */
export interface ClaimLockArgs {
  readonly claim: string;
  readonly protocol: string;
  readonly key: string;
  /** Default author; counterparty with `cosign`. */
  readonly role?: "author" | "counterparty" | undefined;
  /** Somebody else's lock of the same documents. */
  readonly cosign?: string | undefined;
  /** Time-stamping authority (RFC 3161); the only reason to use the network. */
  readonly "timestamp-url"?: string | undefined;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `claim lock`: signs claim and protocol before the run, or co-signs somebody's lock of them. */
export async function claimLock(args: ClaimLockArgs): Promise<Outcome> {
  const inputs = [args.claim, args.protocol, args.key, ...(args.cosign ? [args.cosign] : [])];
  const writing = { force: args.force, inputs };
  refuseOutputFile(args.output, writing);
  const url = await timestampAddress(args["timestamp-url"]);
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const { episodes, undeclared, takenAsTasks } = lockable(claim, protocol);
  const terms = { ...lockTerms(claim, protocol), episodes };
  const first = args.cosign === undefined ? undefined : readLocks([args.cosign])[0];
  if (first !== undefined) refuseOther(first, terms);

  const pem = readKeyFile(args.key);
  const phrase = await readPassPhrase([`pass phrase of ${printable(args.key)}: `]);
  const key = openKey(pem, phrase, printable(args.key));
  if (first?.facts.signer === key.publicKey.keyId) {
    throw new WorldFluxError("WF_LOCK_REFUSED", `${first.name} is by this very key`, {
      hint: "a lock is co-signed with the key of the other side",
    });
  }
  const role = args.role ?? (first === undefined ? "author" : "counterparty");
  const plain = signLock({
    claim: { id: claim.id, sha256: terms.claim },
    protocol: { id: protocol.id, sha256: terms.protocol },
    episodes,
    role,
    cosigns: first?.facts.statement ?? null,
    producer: { name: "worldflux", version: manifest.version },
    created_at: new Date().toISOString(),
    key,
  });
  const bytes = url === undefined ? plain : await timeStamped(plain, url);
  const facts = readLock(bytes, printable(args.output));
  writeNewFile(args.output, new TextDecoder().decode(bytes), writing);

  const paint = painter(args.json);
  const output = printable(args.output);
  const locks = [...(args.cosign ? [args.cosign] : []), args.output].map(shellWord);
  const [claimFile, protocolFile] = [args.claim, args.protocol].map(shellWord);
  const many = episodes.tasks === 1 ? "task" : "tasks";
  return {
    text: [
      `${first === undefined ? "locked" : `co-signed ${first.name}:`} claim ${claim.id} and protocol ${protocol.id} as ${role}`,
      `wrote ${output}`,
      `  lock      ${facts.statement}`,
      `  key       ${key.publicKey.keyId} (${key.publicKey.algorithm})`,
      `  episodes  ${episodes.cells} planned, ${episodes.tasks} ${many}`,
      `  when      ${whenOf(facts, url)}`,
      ...(first === undefined
        ? []
        : ["", `The signature of ${first.name} was not checked here: claim check-lock does that.`]),
      ...(takenAsTasks.length === 0 ? [] : ["", assumption(takenAsTasks)]),
      ...(undeclared.length === 0
        ? []
        : [
            "",
            paint("warn", "Not declared, and not to be added once it is locked:"),
            ...undeclared.map((what) => `  ${what}`),
            "Without these the evidence cannot reach grade A. Declare them and lock again, before the run.",
          ]),
      "",
      "Any change of claim or protocol breaks the lock. Keep the lock's id: it does not show that no other",
      "claim was locked beside this one, nor that no other run was made.",
      "",
      "check it with",
      `  ${paint("command", printable(`worldflux claim check-lock ${locks.join(" ")} --claim ${claimFile} --protocol ${protocolFile} --trusted-signer-config trusted_signers.json`))}`,
      "package the run with",
      `  ${paint("command", printable(`worldflux audit run ... ${locks.map((lock) => `--lock ${lock}`).join(" ")}`))}`,
    ].join("\n"),
    json: {
      output: args.output,
      lock: facts.statement,
      role,
      cosigns: facts.cosigns,
      claim: { id: claim.id, sha256: terms.claim },
      protocol: { id: protocol.id, sha256: terms.protocol },
      episodes,
      undeclared,
      taken_as_tasks: takenAsTasks,
      key_id: key.publicKey.keyId,
      algorithm: key.publicKey.algorithm,
      stated_at: facts.stated_at,
      stamped_at: facts.stamped_at,
    },
  };
}

function whenOf({ stamped_at, stated_at }: LockFacts, url: string | undefined): string {
  return stamped_at === null || url === undefined
    ? `${stated_at} by this machine's clock, which proves nothing: add --timestamp-url`
    : `${stamped_at} by a time stamp of ${printable(new URL(url).host)}`;
}

/** Whoever co-signs puts their name under these documents, not under what the lock says of them. */
function refuseOther(first: LockInput, terms: LockTerms): void {
  const problem = lockProblem([first], terms);
  if (problem === null) return;
  throw new WorldFluxError("WF_LOCK_MISMATCH", problem, {
    hint: "co-sign the claim.json and protocol.json that the other side locked, after reading them",
  });
}

function assumption(entries: readonly string[]): string {
  const names = printable(entries.slice(0, 6).join(", "));
  const more = entries.length > 6 ? ` and ${entries.length - 6} more` : "";
  return `Taken for one task each, as no suite of that name is known: ${names}${more}.`;
}
