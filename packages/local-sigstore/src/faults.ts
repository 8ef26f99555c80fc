/** A service of the deployment. */
export type Service = "issuer" | "fulcio" | "rekor1" | "rekor2" | "tsa";

/** How a service answers instead of properly. */
export type BadAnswer =
  | "hang" // takes the request and never answers
  | "trickle" // a correct status, then one byte every 100 ms without end
  | "huge" // 5 MB of JSON
  | "redirect" // 307 to another host name of this machine, which would answer properly
  | "garbage" // 200 with bytes that are neither JSON nor DER
  | "not-the-object" // 200 with JSON of another form
  | "server-error" // 500, with the request in the message
  | "hang-up"; // closes the connection

/**
 * How the deployment misbehaves. Everything is signed with the genuine keys: these are faults of
 * services that a client trusts, or of whoever holds such a service's answers.
 */
export interface Faults {
  /** How a service answers every request. */
  answer?: Partial<Record<Service, BadAnswer>>;
  /** What time a service believes it is. */
  clock?: Partial<Record<"fulcio" | "ct-log" | "rekor1" | "rekor2" | "tsa", Date>>;
  /** A certificate that ran out before it was issued, is for another key or name, or has no SCT. */
  certificate?: "expired" | "other-key" | "other-name" | "no-sct" | "other-authority";
  /** Fulcio refuses every proof of possession. */
  proofOfPossession?: "refuse";
  /** Fulcio also takes tokens whose e-mail address is not verified. */
  unverifiedEmail?: "accept";
  /** An entry about something else, under another log's id, without its promise or proof. */
  entry?:
    | "other-content"
    | "other-signature"
    | "other-certificate"
    | "other-log-id"
    | "no-promise"
    | "no-proof"
    | "wrong-root"
    | "wrong-signature";
  /** Name that the log's checkpoint is signed under. */
  checkpointName?: string;
  /** A time stamp from another chain, for another nonce or digest, refused, or with milliseconds. */
  timestamp?:
    | "other-chain"
    | "other-nonce"
    | "no-nonce"
    | "other-digest"
    | "refused"
    | "milliseconds"
    | "milliseconds-once"; // and properly ever after
}
