import type { Input, InputFile } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

/** The field that says what the document is; linear time on any text. */
const MARK = /"schema_version"\s*:\s*"worldflux\.audit_input\./;

/** True for a JSON document that says it is an audit input. */
function isAuditInput(file: InputFile): boolean {
  const head = new TextDecoder().decode(file.head());
  return /^\s*\{/.test(head) && MARK.test(head);
}

/**
 * Finds the audit input: the only file, or the only one in a package's folder.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN for none, WF_INPUT_FOLDER for several
 */
export function findAuditInput(input: Input): InputFile {
  const single = input.files.length === 1;
  const files = single ? input.files : input.files.filter(({ path }) => /\.json$/i.test(path));
  const [first, ...others] = files.filter(isAuditInput);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new WorldFluxError(
      "WF_INPUT_FOLDER",
      `${input.name} holds ${others.length + 1} audit inputs (${first.path} is one), and one is read at a time`,
      { hint: "name the folder of one package, or the file itself" },
    );
  }
  throw new WorldFluxError(
    "WF_SHAPE_UNKNOWN",
    `${single ? input.files[0]?.path : input.name} has no schema_version worldflux.audit_input in its first 64 KiB`,
    { hint: "hand in the audit_input.json of an evidence package, or the package's folder" },
  );
}
