import * as z from "zod";
import { isBase64 } from "./base64.ts";

/** Text that is the base64 of 1 to `maxBytes` bytes, in its one spelling. */
export const base64 = (maxBytes: number) =>
  z.string().refine((text) => isBase64(text, maxBytes), {
    error: `expected standard base64 of 1 to ${maxBytes} bytes`,
  });

/** protobuf's int64 in JSON: decimal digits, left out for 0; none that a double cannot hold. */
const Int64 = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/)
  .refine((text) => Number(text) <= Number.MAX_SAFE_INTEGER)
  .optional();

const Hash = base64(32);

/** Largest body of an entry, in bytes: a signature, a certificate and a hash. */
const MAX_BODY = 64 * 1024;

/**
 * An entry of a Rekor log as a bundle has it. The proof of inclusion is required, so that nothing
 * rests on the log's promise alone.
 */
export const LogEntry = z.strictObject({
  logIndex: Int64,
  logId: z.strictObject({ keyId: Hash }),
  kindVersion: z.strictObject({
    kind: z.enum(["dsse", "hashedrekord"]),
    version: z.enum(["0.0.1", "0.0.2"]),
  }),
  integratedTime: Int64,
  inclusionPromise: z.strictObject({ signedEntryTimestamp: base64(1024) }).optional(),
  inclusionProof: z.strictObject({
    logIndex: Int64,
    rootHash: Hash,
    treeSize: Int64,
    hashes: z.array(Hash).max(64).optional(),
    checkpoint: z.strictObject({ envelope: z.string().max(16 * 1024) }),
  }),
  canonicalizedBody: base64(MAX_BODY),
});
export type LogEntry = z.infer<typeof LogEntry>;
