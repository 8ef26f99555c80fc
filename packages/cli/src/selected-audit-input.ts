import type { SelectedRun } from "@worldflux/adapters-run-folder";
import { normalizeReading } from "@worldflux/evidence";
import {
  AuditInput,
  canonicalJson,
  checkDocument,
  findPrivateText,
  type ImportReport,
  WorldFluxError,
} from "@worldflux/schema";

/**
 * A candidate as the text of `audit_input.json`, with what was supplied by hand on record, and how many
 * there were to choose from.
 *
 * @throws WorldFluxError WF_PRIVATE_TEXT, WF_DOCUMENT_INVALID, or what the adapter throws for its episodes
 */
export function selectedAuditInput(
  id: string,
  { adapter, reading, files }: SelectedRun,
  report: ImportReport,
): string {
  const candidate = report.candidates.find((each) => each.id === id);
  const acceptable = report.candidates.filter((each) => each.acceptable).length;
  const found = report.candidates.length;
  const chosen = {
    code: "selected_from_run_folder",
    detail: `selected by hand out of ${found} candidates of a run folder, ${acceptable} of them acceptable; the others are not in here`,
  };
  const { auditInput } = normalizeReading(
    adapter.name,
    {
      ...reading,
      notes: [...reading.notes, chosen],
      asserted: {
        ...reading.asserted,
        ...candidate?.asserted,
        "run_folder.candidate": id,
        "run_folder.candidates": found,
        "run_folder.acceptable": acceptable,
      },
    },
    files.map(({ path: _, ...file }) => ({ role: adapter.role, ...file })),
  );
  const document = checkDocument(AuditInput, auditInput, "audit_input.json");
  const secret = findPrivateText(document);
  if (secret !== undefined) {
    throw new WorldFluxError(
      "WF_PRIVATE_TEXT",
      `audit_input.json: ${secret.pointer} holds ${secret.what}`,
      {
        hint: "rename it in a copy of the file, and say so",
      },
    );
  }
  return `${canonicalJson(document)}\n`;
}
