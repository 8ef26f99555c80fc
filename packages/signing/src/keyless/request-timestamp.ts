import { createHash, randomBytes } from "node:crypto";
import { askService, badAnswer, hostOf, type ServiceLimits } from "./ask-service.ts";
import { readTimestampReply, timestampQuery } from "./timestamp-token.ts";

/** Largest reply that is put into a bundle, in bytes; with certificates one has 1 to 8 KiB. */
const MAX_REPLY = 32 * 1024;
/** How often an authority is asked whose times do not have the form that readers know. */
const ATTEMPTS = 3;
/** How far an authority's clock may differ from this one's, in milliseconds. */
const MAX_SKEW = 10 * 60_000;

/**
 * Asks an authority for a time stamp (RFC 3161) of a signature, over HTTP as section 3.4 has it.
 * The reply is for this signature and this request; who made it, its signature shows to whoever trusts
 * the authority, and is not checked here.
 *
 * An authority that sends fractions of a second leaves out their zeros, and Sigstore's libraries read three
 * digits or none. One in ten such replies is unreadable to them, so it is asked for again.
 *
 * @returns the TimeStampResp in DER, as a bundle has it
 * @throws WorldFluxError as `askService`; WF_SERVICE_ANSWER for a reply that is not what was asked for
 */
export async function requestTimestamp(
  signature: Uint8Array,
  {
    url,
    now,
    limits,
  }: {
    readonly url: string;
    readonly now: Date;
    readonly limits?: ServiceLimits | undefined;
  },
): Promise<Uint8Array> {
  const service = "the time-stamping authority";
  const digest = createHash("sha256").update(signature).digest();
  const refuse = (how: string) => badAnswer(`${service} at ${hostOf(url)}`, how);
  for (let attempt = 1; ; attempt++) {
    const nonce = randomBytes(8);
    const reply = await askService({
      service,
      url,
      headers: { "content-type": "application/timestamp-query" },
      body: timestampQuery(digest, nonce),
      limits,
    });
    if (reply.length > MAX_REPLY) throw refuse(`with more than ${MAX_REPLY} bytes`);
    const info = readTimestampReply(reply, digest, nonce);
    if (typeof info === "string") throw refuse(info);
    const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(info.time);
    const at = parts ? Date.parse(isoOf(parts)) : Number.NaN;
    if (!(Math.abs(at - now.getTime()) <= MAX_SKEW)) {
      throw refuse("with a time that is more than ten minutes from this machine's");
    }
    const fraction = parts?.[7];
    if (fraction === undefined || fraction.length === 3) return reply;
    if (attempt === ATTEMPTS) throw refuse("with times that Sigstore's libraries cannot read");
  }
}

const isoOf = ([, year, month, day, hour, minute, second]: RegExpExecArray) =>
  `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
