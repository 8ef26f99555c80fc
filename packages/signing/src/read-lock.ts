import {
  canonicalJson,
  findPrivateText,
  type LockFacts,
  sha256,
  WorldFluxError,
} from "@worldflux/schema";
import { LockStatement } from "./lock-statement.ts";
import { readEnvelope, readForm, readJson } from "./read-envelope.ts";
import { Refusal } from "./refusal.ts";
import { statedTime } from "./stated-time.ts";

/**
 * Reads what a lock says. Form only: whether the signature and the time stamp are genuine is for
 * `checkLocks` to say.
 *
 * @param name its file, for messages
 * @throws WorldFluxError WF_LOCK_INVALID for anything that `claim lock` does not write; no value is quoted
 */
export function readLock(bytes: Uint8Array, name: string): LockFacts {
  try {
    const envelope = readEnvelope(bytes, name);
    if (envelope.kind !== "key") {
      throw new Refusal("bundle_format", `${name} is signed with a certificate, not with a key`);
    }
    const { keyId, payload, timestamps } = envelope;
    const { subject, predicate } = readLockStatement(payload, name);
    const [claim, protocol] = subject;
    return {
      statement: sha256(payload),
      role: predicate.role,
      signer: keyId,
      cosigns: predicate.cosigns,
      stated_at: predicate.created_at,
      stamped_at: stampedAt(timestamps, name),
      claim: `sha256:${claim.digest.sha256}`,
      protocol: `sha256:${protocol.digest.sha256}`,
      claim_id: predicate.claim.id,
      protocol_id: predicate.protocol.id,
      episodes: predicate.episodes,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new WorldFluxError("WF_LOCK_INVALID", error.message, {
      hint: "hand in the file that `worldflux claim lock` wrote",
    });
  }
}

function readLockStatement(payload: Uint8Array, name: string): LockStatement {
  const source = `${name}, the signed statement`;
  const value = readJson(payload, source, "statement_json");
  const statement = readForm(LockStatement, value, source, "statement_format");
  if (canonicalJson(statement) !== new TextDecoder().decode(payload)) {
    throw new Refusal("statement_json", `${source} is not in canonical form (RFC 8785)`);
  }
  // The envelope hides its text from whoever looks for private text in members.
  const found = findPrivateText(statement);
  if (found === undefined) return statement;
  throw new Refusal("statement_format", `${source} ${found.pointer} holds ${found.what}`);
}

/** One at most: with two, somebody else's earlier one would be what the lock seems to say. */
function stampedAt(tokens: readonly Uint8Array[], name: string): string | null {
  const [token, ...more] = tokens;
  if (more.length > 0) {
    throw new Refusal("bundle_format", `${name} has ${tokens.length} time stamps; a lock has one`);
  }
  if (token === undefined) return null;
  const time = statedTime(token);
  if (time === null) throw new Refusal("bundle_format", `${name} has a time stamp without a time`);
  return time;
}
