import { canonicalJson, decodeUtf8, parseJson, sha256 } from "@worldflux/schema";
import * as z from "zod";
import { fromBase64, isBase64, toBase64 } from "../base64.ts";
import type { CertificateBundle } from "../bundle.ts";
import { payloadType, preAuthenticationEncoding } from "../dsse.ts";
import type { LogEntry } from "../log-entry.ts";
import { readPem } from "../pem.ts";
import { Refusal } from "../refusal.ts";
import { restrictCheckpoint } from "./checkpoint.ts";

/** A log that the reader trusts. */
export interface TrustedLog {
  readonly baseUrl: string;
  readonly logId: Uint8Array;
  /** Until when its key may have signed; null: until now. */
  readonly validUntil: Date | null;
}

/** A log entry that is about this bundle, if its proofs hold. */
export interface CheckedEntry {
  /** The entry, with nothing in it that nobody signed. */
  readonly entry: LogEntry;
  readonly log: TrustedLog;
  /** When the log says that it took the entry; null when it signed no such thing. */
  readonly integrated: Date | null;
  /** SHA-256 that the entry has to name, bare hexadecimal digits. */
  readonly digest: string;
}

// What is compared here; the library compares signature and digest once more, and nothing else.
const X509 = z.looseObject({ x509Certificate: z.looseObject({ rawBytes: z.string() }) });
const bodies = {
  "dsse/0.0.1": z
    .looseObject({
      spec: z.looseObject({ signatures: z.tuple([z.looseObject({ verifier: z.string() })]) }),
    })
    .transform(({ spec }) => fromPem(spec.signatures[0].verifier)),
  "dsse/0.0.2": z
    .looseObject({
      spec: z.looseObject({
        dsseV002: z.looseObject({ signatures: z.tuple([z.looseObject({ verifier: X509 })]) }),
      }),
    })
    .transform(({ spec }) => spec.dsseV002.signatures[0].verifier.x509Certificate.rawBytes),
  "hashedrekord/0.0.2": z
    .looseObject({
      spec: z.looseObject({
        hashedRekordV002: z.looseObject({ signature: z.looseObject({ verifier: X509 }) }),
      }),
    })
    .transform(({ spec }) => spec.hashedRekordV002.signature.verifier.x509Certificate.rawBytes),
} as const;

/**
 * Holds a log entry against the bundle that it is in and the logs that the reader trusts, in all that
 * the library leaves unchecked. Whether the log signed it is still for the library to say.
 *
 * @throws Refusal `log_entry_wrong`
 */
export function checkLogEntry(
  entry: LogEntry,
  bundle: CertificateBundle,
  logs: readonly TrustedLog[],
): CheckedEntry {
  const { inclusionProof: proof, inclusionPromise, integratedTime = "0" } = entry;
  const log = logs.find(({ logId }) => toBase64(logId) === entry.logId.keyId);
  if (log === undefined) throw wrong("the entry is in no log of the trusted root");
  if (inclusionPromise === undefined) {
    // Then nobody signed these two.
    if (integratedTime !== "0") throw wrong("the entry has a time that its log did not sign");
    if ((entry.logIndex ?? "0") !== (proof.logIndex ?? "0")) {
      throw wrong("the entry has an index that its log did not sign");
    }
  }
  const checkpoint = restrictCheckpoint(
    proof.checkpoint.envelope,
    { treeSize: proof.treeSize ?? "0", rootHash: proof.rootHash },
    log,
  );
  const kind = `${entry.kindVersion.kind}/${entry.kindVersion.version}`;
  if (certificateIn(entry, kind) !== bundle.verificationMaterial.certificate.rawBytes) {
    throw wrong("the entry is about another certificate");
  }
  const payload = fromBase64(bundle.dsseEnvelope.payload);
  const signed =
    kind === "hashedrekord/0.0.2" ? preAuthenticationEncoding(payloadType, payload) : payload;
  return {
    entry: { ...entry, inclusionProof: { ...proof, checkpoint: { envelope: checkpoint } } },
    log,
    integrated: integratedTime === "0" ? null : new Date(Number(integratedTime) * 1000),
    digest: sha256(signed).slice("sha256:".length),
  };
}

/** base64 of the certificate that an entry's body names. */
function certificateIn(entry: LogEntry, kind: string): string {
  const form = Object.entries(bodies).find(([name]) => name === kind)?.[1];
  if (form === undefined) throw wrong("the entry is of a kind that says nothing about a statement");
  const read = form.safeParse(readBody(fromBase64(entry.canonicalizedBody)));
  if (!read.success) throw wrong("the entry's body is not of its kind");
  return read.data;
}

function readBody(bytes: Uint8Array): unknown {
  try {
    const source = "the log entry";
    return parseJson(decodeUtf8(bytes, source), { source, maxDepth: 16 }).value;
  } catch {
    throw wrong("the entry's body is not JSON");
  }
}

/** base64 of what a PEM block holds that is itself in base64; "" for anything else. */
function fromPem(text: string): string {
  if (!isBase64(text, 32 * 1024)) return "";
  const block = readPem(new TextDecoder().decode(fromBase64(text)));
  return block?.label === "CERTIFICATE" ? toBase64(block.bytes) : "";
}

/**
 * The same entry of the same log twice is one; counted twice it would meet a threshold of two.
 *
 * @throws Refusal `log_entry_wrong`
 */
export function refuseTwice(entries: readonly LogEntry[]): void {
  const places = entries.map(({ logId, inclusionProof }) =>
    canonicalJson([logId.keyId, inclusionProof.logIndex ?? "0"]),
  );
  if (new Set(places).size < places.length) throw wrong("a log entry is listed twice");
}

function wrong(detail: string): Refusal {
  return new Refusal("log_entry_wrong", detail);
}
