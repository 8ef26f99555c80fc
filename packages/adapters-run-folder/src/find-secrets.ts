/** A place in a text that looks like a credential. */
export interface FoundSecret {
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
}

/**
 * What a credential looks like: shapes that leave little doubt, and names of settings that hold
 * one. Every repetition is bounded, and a long one may begin once in a run of its characters, so that
 * a text of nothing but beginnings costs no more. The table stands in docs/adapters/run-folder.md.
 */
const rules: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{16,64}/g],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/g],
  ["a GitLab token", /\bglpat-[\w-]{16,64}/g],
  ["an AWS access key id", /\bA(?:KIA|SIA)[0-9A-Z]{16}\b/g],
  ["a Google API key", /\bAIza[\w-]{30,60}/g],
  ["an OpenAI or Anthropic key", /\bsk-[A-Za-z0-9_-]{16,255}/g],
  ["a Slack token", /\bxox[abeprs]-[\w-]{10,255}/g],
  ["an npm token", /\bnpm_[A-Za-z0-9]{30,64}/g],
  ["a WorldFlux token", /\bwf_[A-Za-z0-9]{20,128}/g],
  ["a JSON Web Token", /(?<![\w-])eyJ[\w-]{8,2048}\.eyJ[\w-]{8,4096}(?:\.[\w-]{0,1024})?/g],
  [
    "a user name and password in a URL",
    /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/@:]{1,128}:[^\s/@]{1,256}@/gi,
  ],
  [
    "a signed URL",
    /[?&](?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|GoogleAccessId|Signature|sig|access_token|api_key|token)=[^\s&"'<>]{6,4096}/gi,
  ],
  [
    "an authorization header",
    /\b(?:authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token)\s{1,3})[\w.~+/=-]{8,2048}/gi,
  ],
  [
    "a named secret",
    /\b(?:[A-Za-z0-9]{1,32}[_-]){0,4}(?:api[_-]?key|secret(?:[_-]?access)?[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|passw(?:or)?d|passphrase)["']?\s{0,4}[:=]\s{0,4}["']?(?!null\b|none\b|true\b|false\b|\$|<|\*{3}|x{4}|["',}\s])[^\s"',;}]{8,512}/gi,
  ],
];

/** Most places that are listed of one text. */
const most = 50;

/** The places in a text that look like credentials, in the order of the text. */
export function findSecrets(text: string): FoundSecret[] {
  const found: { at: number; what: string }[] = [];
  for (const [what, pattern] of rules) {
    for (const match of text.matchAll(pattern)) {
      found.push({ at: match.index, what });
      if (found.length >= 10 * most) break;
    }
  }
  found.sort((a, b) => a.at - b.at);
  const places: FoundSecret[] = [];
  let line = 1;
  let from = 0;
  for (const { at, what } of found.slice(0, most)) {
    for (let to = text.indexOf("\n", from); to !== -1 && to < at; to = text.indexOf("\n", from)) {
      line++;
      from = to + 1;
    }
    if (places.some((place) => place.line === line && place.what === what)) continue;
    places.push({ line, what });
  }
  return places;
}

/** A text without its credentials: each is replaced by what it was. */
export function withoutSecrets(text: string): string {
  return rules.reduce((rest, [what, pattern]) => rest.replace(pattern, `[${what}]`), text);
}
