import {
  type AuditInput,
  type AuditProvenance,
  documentDigest,
  type Evidence,
} from "@worldflux/schema";
import { html, type Markup, outside, type Part } from "./html.ts";
import { capped, type Fact, facts } from "./parts.ts";
import { count } from "./waterfall-plot.ts";

/** When, with what and from what the package was made. */
export function provenanceSection(
  evidence: Evidence,
  input: AuditInput,
  provenance: AuditProvenance | undefined,
): Markup {
  const made: readonly Fact[] =
    provenance === undefined
      ? [["made", "audit_provenance.json was not at hand, so time and tools are not shown"]]
      : [
          ["package", html`<code>${provenance.package_id}</code>`],
          [
            "made",
            html`<time datetime="${provenance.created_at}">${provenance.created_at.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")}</time>`,
          ],
          [
            "by",
            html`${outside(provenance.tool.name)}: ${capped(
              Object.entries(provenance.tool.packages),
              ([name, version]) =>
                html`<span class="version">${outside(name)} ${outside(version)}</span> `,
              (text) => html`${text}`,
            )}`,
          ],
          [
            "on",
            html`Node.js ${outside(provenance.runtime.node)}, ${outside(provenance.runtime.platform)}, ${outside(provenance.runtime.arch)}`,
          ],
        ];
  const { adapter, shape, files } = input.source;
  const commitments = provenance?.commitments;
  const documents: readonly (readonly [name: string, digest: string])[] = [
    ["claim.json", evidence.claim.sha256],
    ["protocol.json", evidence.protocol.sha256],
    ["audit_input.json", evidence.audit_input.sha256],
    ["evidence.json", documentDigest(evidence)],
    ...(commitments === undefined
      ? []
      : [
          [
            `root of ${count(commitments.tree_size)} committed episode records`,
            commitments.root,
          ] as const,
        ]),
  ];
  const read = capped(
    files,
    ({ role, size_bytes, sha256 }) =>
      digestRow(html`file read: ${outside(role)}, ${count(size_bytes)} bytes`, sha256),
    (text) => html`<div><dt>${text}</dt><dd></dd></div>`,
    { where: "audit_input.json" },
  );
  return html`${facts([...made, ["read by", html`adapter ${outside(adapter)}, shape ${outside(shape)}`]])}
<h3>Digests</h3><p>SHA-256 of each document without its last line feed, and of each file that was read.</p>
<dl class="digests">${documents.map(([name, digest]) => digestRow(name, digest))}${read}</dl>`;
}

function digestRow(name: Part, digest: string): Markup {
  return html`<div><dt>${name}</dt><dd><code>${digest.replace("sha256:", "")}</code></dd></div>`;
}
