/**
 * Reads a DOI, bare or as an address of doi.org. DOIs do not tell upper from lower case, so it comes
 * back in lower case. Undefined for anything else.
 */
export function parseDoi(text: string): string | undefined {
  const path = text.replace(/^(?:https?:\/\/)?(?:www\.|dx\.)?doi\.org\//i, "");
  const [name = ""] = /%2f/i.test(path) ? [decoded(path)] : [path];
  const cut = name.replace(/[?#].*$/s, "").replace(/[/\s]+$/, "");
  const known = /^10\.\d{4,9}(?:\.\d{1,9})?\/[\x21-\x7e]{1,200}$/.test(cut);
  return known && !/[<>"`\\^{}|]/.test(cut) ? cut.toLowerCase() : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
