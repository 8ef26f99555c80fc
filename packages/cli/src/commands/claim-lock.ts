import { lockable } from "@worldflux/evidence";
import {
  type LockFacts,
  type LockTerms,
  lockProblem,
  lockTerms,
  printable,
  WorldFluxError,
} from "@worldflux/schema";
import { readLock, signLock } from "@worldflux/signing";
import manifest from "../../package.json" with { type: "json" };
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { type LockInput, readLocks } from "../read-locks.ts";
import { shellWord } from "../shell-word.ts";
import { type BackendOptions, chooseBackend } from "../sign/choose-backend.ts";
import { checkedWith, type Signed } from "../sign/signed.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `claim lock`. */
export interface ClaimLockArgs extends BackendOptions {
  readonly claim: string;
  readonly protocol: string;
  /** Default author; counterparty with `cosign`. */
  readonly role?: "author" | "counterparty" | undefined;
  /** Somebody else's lock of the same documents. */
  readonly cosign?: string | undefined;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `claim lock`: signs claim and protocol before the run, or co-signs somebody's lock of them. */
export async function claimLock(args: ClaimLockArgs): Promise<Outcome> {
  const sign = chooseBackend(args);
  const inputs = [args.claim, args.protocol, args.key, args["signing-config"], args.cosign];
  const writing = { force: args.force, inputs: inputs.filter((path) => path !== undefined) };
  refuseOutputFile(args.output, writing);
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const { episodes, undeclared, takenAsTasks } = lockable(claim, protocol);
  const terms = { ...lockTerms(claim, protocol), episodes };
  const first = args.cosign === undefined ? undefined : readLocks([args.cosign])[0];
  if (first !== undefined) refuseOther(first, terms);

  const role = args.role ?? (first === undefined ? "author" : "counterparty");
  const lock = {
    claim: { id: claim.id, sha256: terms.claim },
    protocol: { id: protocol.id, sha256: terms.protocol },
    episodes,
    role,
    cosigns: first?.facts.statement ?? null,
    producer: { name: "worldflux", version: manifest.version },
    created_at: new Date().toISOString(),
  };
  const signed = await sign({
    alsoInto: "the lock, a public member of every package made with it (below locks/)",
    withKey: (key) => {
      refuseSame(first, key.publicKey.keyId);
      return signLock({ ...lock, key });
    },
    keyless: async (signer) => {
      const { signLockKeyless } = await import("@worldflux/signing/keyless");
      return signLockKeyless({ ...lock, ...signer, notBy: first?.facts.signer });
    },
  });
  const { bundle: bytes } = signed;
  const facts = readLock(bytes, printable(args.output));
  writeNewFile(args.output, new TextDecoder().decode(bytes), writing);

  const paint = painter(args.json);
  const output = printable(args.output);
  const locks = [...(args.cosign ? [args.cosign] : []), args.output].map(shellWord);
  const [claimFile, protocolFile] = [args.claim, args.protocol].map(shellWord);
  const kinds = [first?.facts.signed_with, facts.signed_with].map((kind) =>
    kind ? "name" : "key",
  );
  const trust = [...new Set(first === undefined ? kinds.slice(1) : kinds)]
    .map((kind) => checkedWith[kind])
    .join(" ");
  const many = episodes.tasks === 1 ? "task" : "tasks";
  return {
    text: [
      `${first === undefined ? "locked" : `co-signed ${first.name}:`} claim ${claim.id} and protocol ${protocol.id} as ${role}`,
      `wrote ${output}`,
      `  lock      ${facts.statement}`,
      `  ${signed.to.padEnd(8)}  ${signed.signer}`,
      `  episodes  ${episodes.cells} planned, ${episodes.tasks} ${many}`,
      `  when      ${whenOf(facts, signed)}`,
      ...(signed.published.length === 0 ? [] : ["", ...signed.published]),
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
      `  ${paint("command", printable(`worldflux claim check-lock ${locks.join(" ")} --claim ${claimFile} --protocol ${protocolFile} ${trust}`))}`,
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
      ...signed.json,
      stated_at: facts.stated_at,
      stamped_at: facts.stamped_at,
    },
  };
}

function whenOf({ stamped_at, stamped_by, stated_at }: LockFacts, by: Signed): string {
  if (stamped_by === "log" && by.log !== undefined) return `${stamped_at} by the log at ${by.log}`;
  return stamped_at === null || by.stampedBy === undefined
    ? `${stated_at} by this machine's clock, which proves nothing: add --timestamp-url`
    : `${stamped_at} by a time stamp of ${by.stampedBy}`;
}

function refuseSame(first: LockInput | undefined, keyId: string): void {
  if (first?.facts.signer !== keyId) return;
  throw new WorldFluxError("WF_LOCK_REFUSED", `${first.name} is by this very key`, {
    hint: "a lock is co-signed with the key of the other side",
  });
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
