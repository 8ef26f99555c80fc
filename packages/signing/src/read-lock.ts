import {
  canonicalJson,
  findPrivateText,
  isBefore,
  type LockFacts,
  sha256,
  type UtcTime,
  WorldFluxError,
} from "@worldflux/schema";
import { fromBase64 } from "./base64.ts";
import { certificateIdentity, identityDigest } from "./certificate-identity.ts";
import { LockStatement } from "./lock-statement.ts";
import { refuseOtherKey } from "./named-key.ts";
import { type Envelope, readEnvelope, readForm, readJson } from "./read-envelope.ts";
import { Refusal } from "./refusal.ts";
import type { CertificateIdentity } from "./sigstore/match-identity.ts";
import { statedLogTime, statedTime } from "./stated-time.ts";

/**
 * Reads what a lock says. Form only: whether signature, certificate, log entry and time stamp are genuine is
 * for `checkLocks` to say.
 *
 * @param name its file, for messages
 * @throws WorldFluxError WF_LOCK_INVALID for anything that `claim lock` does not write; no value is quoted
 */
export function readLock(bytes: Uint8Array, name: string): LockFacts {
  try {
    const envelope = readEnvelope(bytes, name);
    const { payload } = envelope;
    const statement = readLockStatement(payload, name);
    refuseOtherKey(envelope, statement, name);
    const { subject, predicate } = statement;
    const [claim, protocol] = subject;
    return {
      statement: sha256(payload),
      role: predicate.role,
      ...signerOf(envelope, name),
      cosigns: predicate.cosigns,
      stated_at: predicate.created_at,
      ...stampOf(envelope, name),
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

/** The id of a key, or one digest for all certificates of a name. */
function signerOf(envelope: Envelope, name: string): Pick<LockFacts, "signer" | "signed_with"> {
  if (envelope.kind === "key") return { signer: envelope.keyId };
  const { certificate } = envelope.bundle.verificationMaterial;
  const found = identityIn(fromBase64(certificate.rawBytes));
  if (typeof found === "string") throw new Refusal("certificate_wrong", `${name}: ${found}`);
  return { signer: identityDigest(found), signed_with: "certificate" };
}

/** Whom a certificate names, or why it names nobody. */
function identityIn(certificate: Uint8Array): CertificateIdentity | string {
  try {
    const { identity, nobody } = certificateIdentity(certificate);
    return identity ?? nobody;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/**
 * What third parties say of when, as it stands. With a key one time stamp at most: with two, somebody else's
 * earlier one would be what the lock seems to say. With a certificate the latest of all there are: a reader
 * accepts none of them that is not genuine.
 */
function stampOf(envelope: Envelope, name: string): Pick<LockFacts, "stamped_at" | "stamped_by"> {
  const { kind, timestamps } = envelope;
  if (kind === "key" && timestamps.length > 1) {
    throw new Refusal(
      "bundle_format",
      `${name} has ${timestamps.length} time stamps; a lock has one`,
    );
  }
  const entries = kind === "key" ? [] : (envelope.bundle.verificationMaterial.tlogEntries ?? []);
  const times = [
    ...timestamps.map((token) => ({ at: statedTime(token), by: "time stamp" }) as const),
    ...entries.flatMap((entry) => {
      const at = statedLogTime(entry);
      return at === undefined ? [] : [{ at, by: "log" } as const];
    }),
  ];
  let latest: { readonly at: UtcTime; readonly by: "time stamp" | "log" } | undefined;
  for (const { at, by } of times) {
    if (at === null && by === "log") {
      throw new Refusal("bundle_format", `${name} has a log entry whose time is none of the log's`);
    }
    if (at === null) throw new Refusal("bundle_format", `${name} has a time stamp without a time`);
    if (latest === undefined || isBefore(latest.at, at)) latest = { at, by };
  }
  if (latest === undefined) return { stamped_at: null };
  return { stamped_at: latest.at, ...(latest.by === "log" ? { stamped_by: "log" } : {}) };
}
