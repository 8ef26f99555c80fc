import { canonicalBytes, manifestName, signatureName } from "@worldflux/schema";
import { type Mutation, sameKey } from "./mutation.ts";
import { type Files, parsed } from "./package-in-memory.ts";

interface Listed {
  path: string;
  [field: string]: unknown;
}

/** What a hostile signer writes into a manifest, beyond the changes of every field. */
export function* manifestMutations(files: Files): Generator<Mutation> {
  const manifest = parsed(files.get(manifestName)) as { members: Listed[] } | undefined;
  const [first] = manifest?.members ?? [];
  if (manifest === undefined || first === undefined) return;
  const { members } = manifest;
  const others = members.slice(1);
  const upper = (text: unknown) => String(text).replace(/[a-f]/g, (c) => c.toUpperCase());
  const cases: [change: string, members: readonly object[]][] = [
    ["a path that leaves the folder", [{ ...first, path: "../claim.json" }, ...members]],
    ["an absolute path", [{ ...first, path: "/etc/hostname" }, ...members]],
    ["a path through a folder", [{ ...first, path: "compliance/../claim.json" }, ...members]],
    ["a path with a backslash", [{ ...first, path: "a\\b" }, ...members]],
    ["a member listed twice", [first, ...members]],
    ["a case twin listed", [{ ...first, path: first.path.toUpperCase() }, ...members]],
    ["the manifest lists itself", [...members, { ...first, path: manifestName }].sort(byPath)],
    [
      "the manifest lists the signature",
      [...members, { ...first, path: signatureName }].sort(byPath),
    ],
    ["a member of no package listed", [...members, { ...first, path: "zz.json" }]],
    ["a required member left out", others],
    ["nothing listed", []],
    ["in another order", [...members].reverse()],
    [
      "an upper-case digest",
      [{ ...first, sha256: `sha256:${upper(String(first["sha256"]).slice(7))}` }, ...others],
    ],
    ["a short digest", [{ ...first, sha256: String(first["sha256"]).slice(0, -2) }, ...others]],
    [
      "a digest without a prefix",
      [{ ...first, sha256: String(first["sha256"]).slice(7) }, ...others],
    ],
    [
      "a size that is not so",
      [{ ...first, size_bytes: Number(first["size_bytes"]) + 1 }, ...others],
    ],
    ["a negative size", [{ ...first, size_bytes: -1 }, ...others]],
    ["a public member called private", [{ ...first, visibility: "private" }, ...others]],
  ];
  for (const [change, next] of cases) {
    const edits = () => new Map([[manifestName, canonicalBytes({ ...manifest, members: next })]]);
    yield {
      class: "manifest",
      member: manifestName,
      pointer: "/members",
      change,
      levels: sameKey,
      edits,
    };
  }
}

function byPath(a: Listed, b: Listed): number {
  return a.path < b.path ? -1 : 1;
}
