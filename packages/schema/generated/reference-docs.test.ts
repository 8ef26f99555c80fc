import { expect, test } from "vitest";
import {
  axisCatalog,
  documents,
  errorCatalog,
  labelCatalog,
  packageMembers,
  recommendationCatalog,
  sidecarMembers,
} from "../src/index.ts";

const note = "<!-- Generated from packages/schema by `npm run generate`; do not edit. -->";

test("docs/reference/errors.md is current", async () => {
  const exit = { input: "2", policy: "3", network: "5", bug: "1" };
  const rows = Object.entries(errorCatalog).map(
    ([code, { kind, summary }]) => `| \`${code}\` | ${exit[kind]} | ${summary} |`,
  );
  const text = [
    "# Errors",
    note,
    'Codes are stable; messages are not. With `--json` an error is `{"error": {"code", "message", "hint"}}` on stdout.',
    [
      "| exit code | meaning |",
      "| --- | --- |",
      "| 0 | done; a refuted claim is a successful audit |",
      "| 1 | unexpected failure |",
      "| 2 | usage or invalid input |",
      "| 3 | refused on policy |",
      "| 4 | verification failed |",
      "| 5 | network, or a service that was asked |",
      "| 6 | a verdict that `--fail-on` names |",
    ].join("\n"),
    ["| code | exit | meaning |", "| --- | --- | --- |", ...rows].join("\n"),
  ];
  await expect(`${text.join("\n\n")}\n`).toMatchFileSnapshot("../../../docs/reference/errors.md");
});

const catalog = (entries: Readonly<Record<string, string>>) =>
  [
    "| code | meaning |",
    "| --- | --- |",
    ...Object.entries(entries).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
  ].join("\n");

test("docs/reference/labels.md is current", async () => {
  const rows = Object.entries(labelCatalog).map(
    ([code, { kind, explanation }]) => `| \`${code}\` | ${kind} | ${explanation} |`,
  );
  const text = [
    "# Labels",
    note,
    "What evidence can say about itself. *missing*: something a sceptic needs is not there. *caution*: something weakens the evidence. *note*: worth knowing.",
    ["| label | kind | meaning |", "| --- | --- | --- |", ...rows].join("\n"),
    "## Recommendations",
    "What to do about the evidence (`recommendation`); never about the policy.",
    catalog(recommendationCatalog),
    "## What would test it harder",
    "`next_tests`.",
    catalog(axisCatalog),
  ];
  await expect(`${text.join("\n\n")}\n`).toMatchFileSnapshot("../../../docs/reference/labels.md");
});

test("docs/reference/formats.md is current", async () => {
  const members = Object.entries(packageMembers).map(
    ([name, { visibility, mediaType }]) => `| \`${name}\` | ${visibility} | ${mediaType} |`,
  );
  const sidecars = sidecarMembers.map(
    ({ path, type }) => `| \`${path}\` | ${type.visibility} | ${type.mediaType} |`,
  );
  const schemas = Object.keys(documents).map(
    (name) => `- [\`${name}\`](../../packages/schema/json-schema/${name}.schema.json)`,
  );
  const text = [
    "# Formats",
    note,
    "An evidence package is a folder of eleven members. JSON members are RFC 8785 canonical JSON and one line feed; JSON Lines members are one such line a record.",
    [
      "| member | visibility | media type |",
      "| --- | --- | --- |",
      ...members,
      "| `artifact_manifest.json` | public | application/json |",
    ].join("\n"),
    "Sidecars are members that a package has when they were asked for; `commitment_key.json` is always there unless it is withheld.",
    ["| sidecar | visibility | media type |", "| --- | --- | --- |", ...sidecars].join("\n"),
    "A private member may be withheld: a package without it still verifies, and says that it is withheld. The manifest lists every other member.",
    "## JSON Schemas",
    "Generated from the zod schemas in `@worldflux/schema`, and published with it.",
    schemas.join("\n"),
  ];
  await expect(`${text.join("\n\n")}\n`).toMatchFileSnapshot("../../../docs/reference/formats.md");
});
