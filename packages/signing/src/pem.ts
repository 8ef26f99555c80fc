/**
 * The label and the bytes of the one PEM block that a text consists of, by RFC 7468 without
 * headers; null for anything else: two blocks, explanatory text, a legacy `Proc-Type` header.
 */
export function readPem(text: string): { label: string; bytes: Uint8Array } | null {
  if (text.length > 64 * 1024) return null;
  const lines = text.trimEnd().split(/\r?\n/);
  const label = /^-----BEGIN ([A-Z ]{1,40})-----$/.exec(lines[0] ?? "")?.[1];
  if (label === undefined || lines.at(-1) !== `-----END ${label}-----`) return null;
  const body = lines.slice(1, -1);
  if (!body.every((line) => /^[A-Za-z0-9+/]{1,76}={0,2}$/.test(line))) return null;
  const bytes = Buffer.from(body.join(""), "base64");
  return bytes.toString("base64") === body.join("") ? { label, bytes } : null;
}

/** The PEM blocks that a text consists of, at least one and at most 16; null for anything else. */
export function readPemBlocks(text: string): { label: string; bytes: Uint8Array }[] | null {
  const parts = text.split(/(?<=^-----END [A-Z ]{1,40}-----\r?\n)/m);
  if (parts.length > 16) return null;
  const blocks = parts.map(readPem);
  return blocks.every((block) => block !== null) ? blocks : null;
}

/** A PEM block with lines of 64 letters. */
export function writePem(label: string, bytes: Uint8Array): string {
  const body = Buffer.from(bytes)
    .toString("base64")
    .replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
