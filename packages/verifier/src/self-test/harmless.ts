import type { Excuse } from "./excuses.ts";

/** Changes after which a reader of the package reads the same. */
export const harmless: readonly Excuse[] = [
  ...["evidence.json", "claim.json", "failure_evidence_index.jsonl", "compliance/*.json"].map(
    (member): Excuse => ({
      outcome: "harmless",
      member,
      pointer: "/**",
      change: "changed by 1e-12 of itself",
      reason:
        "fractions may differ by 1e-9 of themselves, as another machine may round; the verdict is compared exactly",
    }),
  ),
  ...["white space", "carriage return", "no line feed", "two line feeds"].map(
    (change): Excuse => ({
      outcome: "harmless",
      member: "signature.sigstore.json",
      pointer: "",
      change,
      reason: "the signature file may be spelled in any way that JSON allows: other tools write it",
    }),
  ),
  {
    outcome: "harmless",
    member: "signature.sigstore.json",
    pointer: "/dsseEnvelope/signatures/0/sig",
    change: "the other form (r, n - s)",
    reason: "an ECDSA signature has two valid forms; neither may serve as an id",
  },
  {
    outcome: "harmless",
    member: "",
    pointer: "",
    change: "set: an empty folder of sidecars added",
    reason: "a folder that members may lie in, and holds none",
  },
  {
    outcome: "harmless",
    member: "",
    pointer: "",
    change: "time: another member written to after it was read",
    reason: "the copy that was read is the one that is verified and shown",
  },
  {
    outcome: "harmless",
    member: "",
    pointer: "",
    change: "links: a member is a hard link, which the reader allows",
    reason: "the reader said that other names of the file are his own",
  },
];
