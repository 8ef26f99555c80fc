import {
  ArtifactManifest,
  AuditProvenance,
  manifestName,
  printable,
  readDocument,
  sha256,
  WorldFluxError,
} from "@worldflux/schema";
import { packageFacts, signatureName, writeSignatureFile } from "@worldflux/signing";
import {
  type Check,
  type CheckId,
  contentDigest,
  inMemory,
  lockFiles,
  type PackageFiles,
  readPackageFolder,
  verifyPackage,
} from "@worldflux/verifier";
import manifest from "../../package.json" with { type: "json" };
import { type Outcome, painter } from "../output.ts";
import { type KeyOptions, signWithKey } from "../sign/sign-with-key.ts";
import type { SigstoreOptions } from "../sign/sign-with-sigstore.ts";
import type { Signed, ToSign } from "../sign/signed.ts";

/** Arguments of `audit sign`. */
export interface AuditSignArgs extends KeyOptions, Partial<SigstoreOptions> {
  readonly package: string;
  /** Without it, `self-sign` if there is a key, and `sigstore` if there is none. */
  readonly backend?: "self-sign" | "sigstore" | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** What a signer has to have seen pass: the whole package, recomputed. */
const needed: readonly CheckId[] = [
  ...(["structure", "manifest", "schema", "cross_links", "visibility"] as const),
  ...([
    "recompute.episodes",
    "recompute.evidence",
    "recompute.text",
    "recompute.failures",
  ] as const),
];

/** `audit sign`: binds a package that verifies in full to a key, or to a name in a certificate. */
export async function auditSign(args: AuditSignArgs): Promise<Outcome> {
  const sign = backendOf(args);
  const { files, refused } = readPackageFolder(args.package);
  if (files.has(signatureName) && !args.force) {
    const name = printable(args.package);
    throw new WorldFluxError("WF_OUTPUT_EXISTS", `${name} is signed already`, {
      hint: `add --force to replace ${signatureName}`,
    });
  }
  const unsigned = new Map(files);
  unsigned.delete(signatureName);
  refuseUnverified(args.package, { files: unsigned, refused });
  const held = inMemory(unsigned);
  const facts = packageFacts(held);
  const manifestBytes = held.get(manifestName) ?? new Uint8Array();
  const producer = { name: "worldflux", version: manifest.version };
  const signed = await sign({ manifestBytes, facts, producer });
  refuseChanged(args.package, files);
  writeSignatureFile(args.package, signatureName, signed.bundle, { force: args.force });

  const paint = painter(args.json);
  const folder = printable(args.package);
  return {
    text: [
      `signed ${folder} ${signed.by}`,
      `wrote ${signatureName}; the other files are as they were`,
      "",
      ...signed.shows,
      ...(lockFiles(unsigned).length > 0
        ? ["Whose locks these are was not checked here: audit verify does that."]
        : []),
      "",
      "check it with",
      `  ${paint("command", `worldflux audit verify ${folder} ${signed.checkedWith}`)}`,
    ].join("\n"),
    json: {
      package: args.package,
      package_id: facts.package_id,
      signature: signatureName,
      manifest_sha256: sha256(manifestBytes),
      ...signed.json,
    },
  };
}

/** Options that one backend alone understands. */
const optionsOf = {
  "self-sign": ["key", "timestamp-url"],
  sigstore: ["signing-config", "identity-token-env", "oidc-issuer", "oidc-client-id"],
} as const;

/** Who signs. Refuses an option that would be ignored. */
function backendOf(args: AuditSignArgs): (toSign: ToSign) => Promise<Signed> {
  const backend = args.backend ?? (args.key === undefined ? "sigstore" : "self-sign");
  const other = backend === "sigstore" ? "self-sign" : "sigstore";
  const foreign = optionsOf[other].find((name) => args[name] !== undefined);
  if (foreign !== undefined) {
    throw new WorldFluxError("WF_USAGE", `--${foreign} goes with --backend ${other}`, {
      hint: `leave it out, or sign with --backend ${other}`,
    });
  }
  if (backend === "self-sign") return (toSign) => signWithKey(toSign, args);
  return async (toSign) => {
    const { signWithSigstore } = await import("../sign/sign-with-sigstore.ts");
    return signWithSigstore(toSign, { ...args, yes: args.yes === true });
  };
}

/** Nobody signs what does not verify, or what was withheld from them. */
function refuseUnverified(folder: string, files: PackageFiles): void {
  const { checks } = verifyPackage(files);
  const failed = checks.filter(({ status }) => status === "fail");
  const wrong = failed.length > 0 ? failed : withheld(files.files, checks);
  if (wrong.length === 0) return;
  const list = wrong.map(({ id, detail }) => `\n  ${id}: ${printable(detail)}`).join("");
  throw new WorldFluxError(
    "WF_PACKAGE_REFUSED",
    `${printable(folder)} does not verify, so it is not signed:${list}`,
    { hint: `\`worldflux audit verify ${printable(folder)}\` shows every check` },
  );
}

/** What of a package without a fault was not there to be checked. */
function withheld(files: PackageFiles["files"], checks: readonly Check[]): readonly Check[] {
  const held = inMemory(files);
  const read = <S extends Parameters<typeof readDocument>[0]>(schema: S, name: string) =>
    readDocument(schema, held.get(name) ?? new Uint8Array(), name);
  const { members } = read(ArtifactManifest, manifestName);
  const absent = members.map(({ path }) => path).filter((path) => !files.has(path));
  const { commitments } = read(AuditProvenance, "audit_provenance.json");
  const open = checks.filter(
    ({ id, status }) =>
      status !== "pass" &&
      (needed.includes(id) || (id === "commitments" && commitments !== undefined)),
  );
  if (absent.length === 0) return open;
  return [
    { id: "structure", status: "not_evaluated", detail: `withheld: ${absent.join(", ")}` },
    ...open,
  ];
}

/** A pass phrase takes its time: what lies there now has to be what was verified and signed. */
function refuseChanged(folder: string, before: PackageFiles["files"]): void {
  const { files, refused } = readPackageFolder(folder);
  const names = new Set([...before.keys(), ...files.keys()]);
  const differs = (name: string) => {
    const [was, is] = [before.get(name), files.get(name)];
    return was === undefined || is === undefined || contentDigest(was) !== contentDigest(is);
  };
  const changed = [...[...names].filter(differs), ...refused];
  if (changed.length === 0) return;
  const list = printable(changed.slice(0, 5).join(", "));
  throw new WorldFluxError(
    "WF_PACKAGE_REFUSED",
    `${printable(folder)} changed while it was being signed: ${list}`,
    { hint: "find out what writes to the package, and sign it again" },
  );
}
