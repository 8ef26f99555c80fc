/** A text that must not be published, and why. */
export interface PrivateText {
  /** JSON pointer to the string, or to the key. */
  readonly pointer: string;
  readonly what: string;
}

/**
 * What must never stand in a public member. A small rule set, tested in `private-text.test.ts`;
 * it knows shapes, not secrets as such.
 */
const rules: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an e-mail address", /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/],
  ["a user name and password in a URL", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@]+@/i],
  [
    "a signed URL",
    /[?&](?:X-(?:Amz|Goog)-[\w-]+|AWSAccessKeyId|GoogleAccessId|Signature|sig|se|token|access_token|api_key|key)=/i,
  ],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  [
    "an access token",
    /\b(?:hf_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-[A-Za-z0-9_-]{16,}|xox[abprs]-[\w-]{10,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|npm_[A-Za-z0-9]{30,}|wf_[A-Za-z0-9]{20,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+)/,
  ],
  ["a local file URL", /\bfile:\/\//i],
  ["an absolute path", /(?:^|[\s"'`(=,:;[{<])(?:~|\/[\w.@+-]+)\/[\w.@+-]/],
  ["a Windows path", /(?:^|[\s"'`(=,;[{<])(?:[A-Za-z]:[\\/]|\\\\[\w.-]+\\)/],
  [
    "a host of a private network",
    /\b(?:localhost|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|[\w-]+\.(?:local|internal|lan|corp|intranet))\b/i,
  ],
];

/** What makes a text private, or undefined. */
export function privateReason(text: string): string | undefined {
  return rules.find(([, pattern]) => pattern.test(text))?.[0];
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
