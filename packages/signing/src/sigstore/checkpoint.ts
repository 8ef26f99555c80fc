import { fromBase64, isBase64 } from "../base64.ts";
import { Refusal } from "../refusal.ts";

/** A log by the names that it may sign checkpoints under, and the start of its key's id. */
export interface CheckpointSigner {
  /** Address of the log, as the trusted root has it. */
  readonly baseUrl: string;
  /** The id of its key. */
  readonly logId: Uint8Array;
}

/** What a proof of inclusion says that its checkpoint has to say too. */
export interface CheckpointClaim {
  readonly treeSize: string;
  /** base64. */
  readonly rootHash: string;
}

/** Most signatures of a checkpoint: the log's, and those of witnesses. */
const MAX_SIGNATURES = 32;

/**
 * A checkpoint (a signed note of C2SP) with no signature but those that name the one log that it is
 * claimed to be of. The library takes a signer's name for a regular expression and looks for it in
 * the addresses of all logs; what gets through here is the log's own name.
 *
 * @throws Refusal `log_entry_wrong` for any other form, size or root
 */
export function restrictCheckpoint(
  envelope: string,
  claim: CheckpointClaim,
  signer: CheckpointSigner,
): string {
  const split = envelope.indexOf("\n\n");
  const note = envelope.slice(0, split + 1);
  const rest = envelope.slice(split + 2);
  if (split < 0 || !rest.endsWith("\n")) throw wrong("the checkpoint is no signed note");
  const [, size, root] = note.split("\n");
  if (size !== claim.treeSize || root !== claim.rootHash) {
    throw wrong("the proof of inclusion is not about the checkpoint's tree");
  }
  const lines = rest.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw wrong("the checkpoint has too many signatures");
  const own = lines.filter((line) => isBy(line, signer));
  if (own.length !== 1) throw wrong("the checkpoint has no signature of the log that it names");
  return `${note}\n${own[0]}\n`;
}

function isBy(line: string, { baseUrl, logId }: CheckpointSigner): boolean {
  const [dash, name = "", signature = "", ...more] = line.split(" ");
  if (dash !== "\u2014" || more.length > 0 || !isBase64(signature, 1024)) {
    throw wrong("the checkpoint has a line that is no signature");
  }
  const bytes = fromBase64(signature);
  return (
    /^[A-Za-z0-9._:/-]{1,500}$/.test(name) &&
    namesOf(baseUrl).includes(name) &&
    bytes.length > 4 &&
    logId.length >= 4 &&
    bytes.subarray(0, 4).every((byte, i) => byte === logId[i])
  );
}

/** Rekor v1 signs with its host name, v2 with its address without the scheme. */
function namesOf(baseUrl: string): string[] {
  const { host, hostname, pathname } = new URL(baseUrl);
  return [`${host}${pathname}`.replace(/\/$/, ""), host, hostname];
}

function wrong(detail: string): Refusal {
  return new Refusal("log_entry_wrong", detail);
}
