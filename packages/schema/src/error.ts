/** What kind of failure a code is; the CLI picks its exit code from this. */
export type ErrorKind = "input" | "policy" | "network" | "bug";

interface ErrorEntry {
  readonly kind: ErrorKind;
  /** One sentence for the error reference (`docs/reference/errors.md`). */
  readonly summary: string;
}

/** Every error code there is, with what it means. Codes are stable; messages are not. */
export const errorCatalog = {
  WF_USAGE: { kind: "input", summary: "The command line is not understood." },
  WF_INPUT_NOT_FOUND: { kind: "input", summary: "A file or folder that was named is not there." },
  WF_INPUT_UNREADABLE: {
    kind: "input",
    summary: "A file is there but cannot be read: no permission, a folder, or a device.",
  },
  WF_INPUT_TOO_LARGE: { kind: "input", summary: "A file is larger than its reader accepts." },
  WF_INPUT_EMPTY: { kind: "input", summary: "A file holds no bytes, or nothing but white space." },
  WF_INPUT_ENCODING: { kind: "input", summary: "A file that should be UTF-8 text is not." },
  WF_LFS_POINTER: {
    kind: "input",
    summary: "The file is a git-LFS pointer; the content was never downloaded.",
  },
  WF_PYTHON_REPR: {
    kind: "input",
    summary: "The file is printed Python or a log, not the JSON that the evaluator saved.",
  },
  WF_JSON_INVALID: { kind: "input", summary: "The text is not JSON." },
  WF_JSON_TRUNCATED: {
    kind: "input",
    summary: "The JSON stops in the middle: the program that wrote it died while writing.",
  },
  WF_JSON_DUPLICATE_KEY: {
    kind: "input",
    summary: "One object has the same key twice, so two readers could see two values.",
  },
  WF_JSON_TOO_DEEP: { kind: "input", summary: "The JSON nests deeper than any honest file does." },
  WF_JSON_NUMBER: {
    kind: "input",
    summary: "A number cannot be kept exactly (too large, or NaN where numbers are required).",
  },
  WF_DOCUMENT_INVALID: {
    kind: "input",
    summary: "A document does not have the fields or values that its schema asks for.",
  },
  WF_DRAFT_UNFILLED: {
    kind: "input",
    summary: "A draft still has places that say TO FILL.",
  },
  WF_PAPER_UNKNOWN: {
    kind: "input",
    summary: "An address is no paper of arXiv, OpenReview or with a DOI.",
  },
  WF_PAGE_UNREADABLE: {
    kind: "input",
    summary: "A page holds no title and no abstract that can be read, or is not HTML or text.",
  },
  WF_STATED_RATE_UNKNOWN: {
    kind: "input",
    summary: "No stated success rate has the number given with --use.",
  },
  WF_CLAIM_HASH_MISMATCH: {
    kind: "input",
    summary: "protocol.json names the hash of another claim.json.",
  },
  WF_CLAIM_ID_MISMATCH: {
    kind: "input",
    summary: "protocol.json names the id of another claim.json.",
  },
  WF_NOT_ANSWERED: {
    kind: "input",
    summary: "Questions on the terminal were not answered to the end; nothing was written.",
  },
  WF_SUITE_UNKNOWN: {
    kind: "input",
    summary: "A name of the task list is not known here, so its cells cannot be written out.",
  },
  WF_CLAIM_UNSUPPORTED: {
    kind: "input",
    summary: "The claim asks for something that these versions cannot derive.",
  },
  WF_SHAPE_UNKNOWN: {
    kind: "input",
    summary: "The file is not one that this evaluator writes, in any version known to us.",
  },
  WF_INPUT_CHANGED: { kind: "input", summary: "A file was changed while it was being read." },
  WF_INPUT_FOLDER: {
    kind: "input",
    summary: "A folder has more files, or nests deeper, than its reader accepts.",
  },
  WF_JSONL_TORN: {
    kind: "input",
    summary: "The last line of a JSON Lines file stops in the middle: its writer was killed.",
  },
  WF_TABLE_TORN: {
    kind: "input",
    summary: "The last row of a table stops in the middle: its writer was killed.",
  },
  WF_AGGREGATE_ONLY: {
    kind: "input",
    summary: "The file holds rates or counts but no episodes, so nothing can be recomputed.",
  },
  WF_SCORE_ONLY: {
    kind: "input",
    summary: "The file holds scores or errors, not whether an episode succeeded.",
  },
  WF_LEADERBOARD: {
    kind: "input",
    summary: "The file is a leaderboard: numbers copied from elsewhere, not recorded episodes.",
  },
  WF_RUN_UNFINISHED: {
    kind: "input",
    summary: "The run had not finished: episodes are pending, or shards are missing.",
  },
  WF_RUNS_MIXED: {
    kind: "input",
    summary: "The files come from different runs, policies, modes or simulators.",
  },
  WF_FORMAT_NOT_PUBLIC: {
    kind: "input",
    summary: "This evaluator has no public result format; use the bridge format.",
  },
  WF_SUCCESS_UNDECLARED: {
    kind: "input",
    summary: "The success column holds no booleans, and nobody said which values are a success.",
  },
  WF_MAPPING_INVALID: {
    kind: "input",
    summary: "A column mapping names a field or a column that is not there.",
  },
  WF_AGGREGATE_MISMATCH: {
    kind: "input",
    summary: "A number stored in the file does not follow from the file's own episodes.",
  },
  WF_EPISODES_INCONSISTENT: {
    kind: "input",
    summary: "The episode records of a file contradict each other.",
  },
  WF_EPISODE_DUPLICATED: { kind: "input", summary: "The same task or episode is recorded twice." },
  WF_NO_EPISODES: { kind: "input", summary: "The file records no episode at all." },
  WF_NOTHING_MATCHES: {
    kind: "input",
    summary: "No recorded episode belongs to a task that the protocol plans.",
  },
  WF_CANDIDATE_UNKNOWN: {
    kind: "input",
    summary: "No candidate of a run folder has that id; ids change when a file of theirs does.",
  },
  WF_ADAPTER_UNKNOWN: { kind: "input", summary: "No adapter of that name is installed." },
  WF_ADAPTER_INVALID: {
    kind: "input",
    summary: "A package or file was found but is no adapter for this version of WorldFlux.",
  },
  WF_STOPPING_REFUSED: {
    kind: "policy",
    summary:
      "A sequential verdict was asked for, and the order of the episodes does not allow one.",
  },
  WF_PRIVATE_TEXT: {
    kind: "policy",
    summary: "Text that must not leave the building would have entered a public member.",
  },
  WF_OUTPUT_EXISTS: {
    kind: "policy",
    summary: "The output folder exists and is not overwritten without --force.",
  },
  WF_OUTPUT_UNWRITABLE: { kind: "input", summary: "The output folder cannot be written." },
  WF_PACKAGE_INVALID: { kind: "input", summary: "The folder is not an evidence package." },
  WF_PACKAGE_REFUSED: {
    kind: "policy",
    summary: "The package does not verify in full, so it is not signed.",
  },
  WF_LOCK_REFUSED: {
    kind: "policy",
    summary: "A claim or protocol is not ready to be locked, or was written after the results.",
  },
  WF_LOCK_INVALID: {
    kind: "input",
    summary: "A file is no lock that `claim lock` writes.",
  },
  WF_LOCK_MISMATCH: {
    kind: "policy",
    summary: "A lock is of another claim or protocol, or of another lock than those given.",
  },
  WF_LOCK_LATE: {
    kind: "policy",
    summary:
      "The times that the source records contradict the lock: before it, or after the package was made.",
  },
  WF_KEY_REFUSED: {
    kind: "policy",
    summary: "A key file is not of the kind asked for, or not kept as a private key must be.",
  },
  WF_TRUST_ROOT_MISMATCH: {
    kind: "policy",
    summary: "The file of trusted Sigstore keys is not the one that the policy pins.",
  },
  WF_PASS_PHRASE: {
    kind: "input",
    summary: "The pass phrase of a private key is missing, too weak, or does not open it.",
  },
  WF_IDENTITY_TOKEN: {
    kind: "input",
    summary: "There is no identity token, or one that is not taken: expired, for another audience.",
  },
  WF_CONSENT: {
    kind: "policy",
    summary: "Signing would make an e-mail address public for ever, and nobody agreed to that.",
  },
  WF_LOGIN: { kind: "network", summary: "A login in the browser was not completed." },
  WF_NETWORK: {
    kind: "network",
    summary:
      "A host could not be reached, did not answer in time, or did not answer with what was asked for.",
  },
  WF_SERVICE_REFUSED: { kind: "network", summary: "A service refused what it was asked for." },
  WF_SERVICE_ANSWER: {
    kind: "network",
    summary: "A service answered with something else than what it was asked for.",
  },
  WF_FETCH_REFUSED: {
    kind: "network",
    summary:
      "A page was not read because a rule forbids it: another host, an address that is not public, too large, another type.",
  },
  WF_INTERNAL: { kind: "bug", summary: "A bug in WorldFlux." },
} as const satisfies Record<string, ErrorEntry>;

/** A stable error code, `WF_...`. */
export type ErrorCode = keyof typeof errorCatalog;

/** What to do next, and the error underneath. */
export interface ErrorOptions {
  /** The next thing to type or to change. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure that the user can act on. Anything else that is thrown is a bug. */
export class WorldFluxError extends Error {
  override readonly name = "WorldFluxError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
