import { readFileSync } from "node:fs";
import type { ClaimDocuments } from "@worldflux/evidence";
import { Claim, Protocol, readDocument } from "@worldflux/schema";

/** A template: what it starts a claim with, and what it says to the person who edits it. */
export interface ClaimTemplate extends ClaimDocuments {
  /** Text of the `README.md` that is written beside the documents. */
  readonly readme: string;
  /** The first sentence of it. */
  readonly about: string;
}

/** Reads a template that comes with the command. */
export function readTemplate(name: string): ClaimTemplate {
  const file = (path: string) =>
    readFileSync(new URL(`../templates/${name}/${path}`, import.meta.url));
  const readme = file("README.md").toString("utf8");
  return {
    claim: readDocument(Claim, file("claim.json"), "claim.json"),
    protocol: readDocument(Protocol, file("protocol.json"), "protocol.json"),
    readme,
    about: /^#.*\n+([^\n]+)/.exec(readme)?.[1] ?? "",
  };
}
