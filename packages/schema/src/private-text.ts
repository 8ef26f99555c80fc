/** A text that must not be published, and why. */
export interface PrivateText {
  /** JSON pointer to the string, or to the key. */
  readonly pointer: string;
  readonly what: string;
}

const WORD = String.raw`[\p{L}\p{N}_.@+-]`;

/**
 * What must never stand in a public member. A small rule set, tested in `private-text.test.ts`; it
 * knows shapes, not secrets as such. Every repetition is bounded, so long texts cost linear time.
 */
const rules: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an e-mail address", /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,24}/],
  ["a user name and password in a URL", /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/@]{1,256}@/i],
  [
    "a signed URL",
    /[?&](?:X-(?:Amz|Goog)-[\w-]{1,40}|AWSAccessKeyId|GoogleAccessId|Signature|sig|se|token|access_token|api_key|key)=/i,
  ],
  ["a private key", /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/],
  [
    "an access token",
    /\b(?:hf_[A-Za-z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20}|github_pat_\w{20}|glpat-[\w-]{16}|sk-[A-Za-z0-9_-]{16}|xox[abprs]-[\w-]{10}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30}|npm_[A-Za-z0-9]{30}|wf_[A-Za-z0-9]{20})/,
  ],
  // Begins once in a run of its characters: a text of nothing but beginnings costs no more.
  ["an access token", /(?<![\w-])eyJ[\w-]{8,2048}\.eyJ[\w-]{8}/],
  ["an address of a server", /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}:\d{2,5}(?![\w.-])/],
  // Three parts and a long port, or a usual ending: `main.py:1024` is a line of a file.
  ["an address of a server", /(?<![\w.-])(?:[\w-]{1,63}\.){2,16}[A-Za-z]{2,24}:\d{4,5}(?![\w.-])/],
  [
    "an address of a server",
    /(?<![\w.-])(?:[\w-]{1,63}\.){1,16}(?:com|org|net|edu|gov|io|ai|dev|cloud|example):\d{2,5}(?![\w.-])/i,
  ],
  ["a local file URL", /\bfile:\/\//i],
  [
    "a host of a private network",
    /(?<!version )\b(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}|[\w-]{1,63}\.(?:local|internal|lan|corp|intranet))\b/i,
  ],
];

/** Looked for where no URL stands: `https://host/a/b` holds no path of this machine. */
const pathRules: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an absolute path", new RegExp(`(?<![\\p{L}\\p{N}.\\/])/{1,4}${WORD}{1,255}/{1,4}${WORD}`, "u")],
  // Below another folder as well: `../../home/ada/x` leads there from anywhere.
  ["a home folder", new RegExp(`(?:^|/)(?:home|Users)/{1,4}${WORD}{1,255}/`, "mu")],
  ["a home folder", new RegExp(`\\.\\./{1,4}(?:home|Users)/{1,4}${WORD}`, "u")],
  [
    "an absolute path",
    new RegExp(`\\.\\./{1,4}(?:root|mnt|scratch|data\\d{1,4})/{1,4}${WORD}`, "u"),
  ],
  ["an absolute path", /%2F[\w.-]{1,64}%2F/i],
  ["a home folder", /(?<![\p{L}\p{N}_])~[\p{L}\p{N}_-]{0,64}\//u],
  ["a Windows path", /(?<![\p{L}\p{N}_])[A-Za-z]:[\\/][^\s\\/]/u],
  ["a Windows path", /(?<![\p{L}\p{N}])\\{1,2}[\p{L}\p{N}_.$-]{1,64}\\[\p{L}\p{N}]/u],
];

/** Places that are published: what follows their host is no path of a machine. */
const URLS = /\b(?:(?:git\+)?https?|git|hf|s3|gs|oci):\/\/[^\s"'<>|)\]}/][^\s"'<>|)\]}]{0,2047}/gi;
/** Any other scheme, in front of a host or of the first folder. */
const SCHEMES = /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?!\/)/gi;

/** The id of a key: base64 of a SHA-256. One in a hundred holds two slashes that look like a path. */
const KEY_ID = /^[A-Za-z0-9+/]{43}=$/;

/** What makes a text private, or undefined. */
export function privateReason(text: string): string | undefined {
  if (KEY_ID.test(text)) return undefined;
  const found = rules.find(([, pattern]) => pattern.test(text));
  if (found !== undefined) return found[0];
  const rest = text.replace(URLS, " ").replace(SCHEMES, "\n");
  return pathRules.find(([, pattern]) => pattern.test(rest))?.[0];
}

/** The first string or key inside a JSON value that must not be published, or undefined. */
export function findPrivateText(value: unknown, pointer = ""): PrivateText | undefined {
  if (typeof value === "string") {
    const what = privateReason(value);
    return what === undefined ? undefined : { pointer, what };
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const here = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const what = Array.isArray(value) ? undefined : privateReason(key);
    const found = what === undefined ? findPrivateText(child, here) : { pointer, what };
    if (found !== undefined) return found;
  }
  return undefined;
}
