/** What a certificate says of its subject. */
export interface CertificateIdentity {
  /** The issuer that vouched for the name. */
  readonly issuer: string;
  /** The one subject alternative name. */
  readonly san: string;
  /** Texts of Fulcio's extensions, by object identifier. */
  readonly extensions: ReadonlyMap<string, string>;
}

/** What is asked of a certificate's subject. */
interface Wanted {
  readonly issuer: string;
  readonly san: { readonly exact: string } | { readonly glob: string };
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** True when a certificate's subject is the one that is wanted, in every respect. */
export function matchesIdentity(wanted: Wanted, found: CertificateIdentity): boolean {
  return (
    wanted.issuer === found.issuer &&
    ("exact" in wanted.san
      ? wanted.san.exact === found.san
      : matchesGlob(wanted.san.glob, found.san)) &&
    Object.entries(wanted.extensions ?? {}).every(([id, text]) => found.extensions.get(id) === text)
  );
}

/** True for a pattern that starts with something: `*` in front would let the sender say who is trusted. */
export function isGlob(pattern: string): boolean {
  return pattern !== "" && !pattern.startsWith("*");
}

/**
 * True when a name fits a pattern from end to end: `*` stands for anything without a slash, also nothing,
 * and every other character for itself. Takes time in proportion to both lengths, whatever they are.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < name.length) {
    if (pattern[at] === "*") {
      star = at++;
      resume = from;
    } else if (pattern[at] === name[from]) {
      at++;
      from++;
    } else if (star >= 0 && name[resume] !== "/") {
      // The last star takes one character more.
      at = star + 1;
      from = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
