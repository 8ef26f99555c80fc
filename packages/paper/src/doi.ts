import { trimCopied } from "./trim-copied.ts";

const RESOLVER = /^(?:https?:\/\/)?(?:www\.|dx\.)?doi\.org\//i;

/**
 * Reads a DOI, bare or as an address of doi.org. DOIs do not tell upper from lower case, so it comes
 * back in lower case. Undefined for anything else.
 */
export function parseDoi(text: string): string | undefined {
  const path = text.replace(RESOLVER, "").replace(/[?#].*$/s, "");
  const name = trimCopied(path === text ? path : decoded(path)).replace(/[/\s]+$/, "");
  const known = /^10\.\d{4,9}(?:\.\d{1,9})?\/[\x21-\x7e]{1,200}$/.test(name);
  return known && trimCopied(name) === name && !/[<>"`\\^{}|?#%]/.test(name)
    ? name.toLowerCase()
    : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
