import {
  ArtifactManifest,
  AuditProvenance,
  manifestName,
  printable,
  readDocument,
  sha256,
  WorldFluxError,
} from "@worldflux/schema";
import { packageFacts, signatureName, signManifest, writeSignatureFile } from "@worldflux/signing";
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
import { type BackendOptions, chooseBackend } from "../sign/choose-backend.ts";
import { checkedWith, type Signed } from "../sign/signed.ts";

/** Arguments of `audit sign`. */
export interface AuditSignArgs extends BackendOptions {
  readonly package: string;
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
  const sign = chooseBackend(args);
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
  const about = { manifestBytes, facts, producer };
  const signed = await sign({
    alsoInto: `${signatureName}, a public file of the package`,
    withKey: (key) => signManifest({ ...about, key }),
    keyless: async (signer) => {
      const { signKeyless } = await import("@worldflux/signing/keyless");
      return signKeyless({ ...about, ...signer });
    },
  });
  refuseChanged(args.package, files);
  writeSignatureFile(args.package, signatureName, signed.bundle, { force: args.force });

  const paint = painter(args.json);
  const folder = printable(args.package);
  return {
    text: [
      `signed ${folder} ${signed.to === "key" ? "with key" : "as"} ${signed.signer}`,
      `wrote ${signatureName}; the other files are as they were`,
      "",
      ...signed.published,
      ...shown(signed),
      ...(lockFiles(unsigned).length > 0
        ? ["Whose locks these are was not checked here: audit verify does that."]
        : []),
      "",
      "check it with",
      `  ${paint("command", `worldflux audit verify ${folder} ${checkedWith[signed.to]}`)}`,
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

/** What the signature shows and what it does not, a line each. */
function shown({ to, stampedBy, log }: Signed): string[] {
  const bound = `The signature binds these files to the ${to}`;
  if (log !== undefined) {
    return [`${bound}. It does not say that the episodes happened as recorded.`];
  }
  if (stampedBy !== undefined) {
    return [
      `${bound}, and was there at the time that`,
      `${stampedBy} says. It does not say that the episodes happened as recorded.`,
    ];
  }
  return [
    `${bound}. It does not say when it was made, nor that the`,
    "episodes happened as recorded.",
  ];
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
