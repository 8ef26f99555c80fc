import {
  type CertificateContent,
  certificate,
  extensions,
  type Name,
  newSerial,
} from "./certificate.ts";
import { type KeyPair, newKeyPair } from "./key-pair.ts";

/** A certificate authority of two: a root, and under it the one that works. */
export interface Authority {
  readonly name: Name;
  readonly keys: KeyPair;
  /** DER, the working certificate first. */
  readonly chain: readonly [working: Buffer, root: Buffer];
  /** A certificate by the working authority. */
  issue(content: CertificateContent): Buffer;
}

/** From when and until when everything here is valid, but for leaves: tests look at other years. */
export const lifetime = {
  notBefore: new Date("2020-01-01T00:00:00Z"),
  notAfter: new Date("2049-01-01T00:00:00Z"),
} as const;

/**
 * A new authority.
 *
 * @param purpose extensions of the working certificate beside its key ids; without any it issues certificates
 */
export function newAuthority(
  organization: string,
  commonName: string,
  purpose: readonly Buffer[] = [extensions.authority, extensions.signsCertificates],
): Authority & { readonly serial: Buffer } {
  const [rootKeys, keys] = [newKeyPair(), newKeyPair()];
  const rootName = { organization, commonName: `${commonName} root` };
  const name = { organization, commonName };
  const serial = newSerial();
  const root = certificate(
    {
      ...lifetime,
      serial: newSerial(),
      issuer: rootName,
      subject: rootName,
      spki: rootKeys.spki,
      extensions: [
        extensions.authority,
        extensions.signsCertificates,
        extensions.subjectKey(rootKeys.spki),
      ],
    },
    rootKeys,
  );
  const working = certificate(
    {
      ...lifetime,
      serial,
      issuer: rootName,
      subject: name,
      spki: keys.spki,
      extensions: [
        ...purpose,
        extensions.subjectKey(keys.spki),
        extensions.authorityKey(rootKeys.spki),
      ],
    },
    rootKeys,
  );
  return {
    name,
    keys,
    serial,
    chain: [working, root],
    issue: (content) => certificate(content, keys),
  };
}
