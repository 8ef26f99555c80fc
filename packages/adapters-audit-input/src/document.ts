import { checkStored, type InputFile, quote, refuseLookAlikes } from "@worldflux/adapter-kit";
import {
  AuditInput,
  checkDocument,
  decodeUtf8,
  findPrivateText,
  type Outcome,
  outcomeLetters,
  parseJson,
  printable,
  WorldFluxError,
} from "@worldflux/schema";

/** Largest document in characters, which is room for ten million episodes. */
const maxLength = 2 ** 28;

/**
 * Reads an audit input and holds it to its schema and to its own counts.
 *
 * @throws WorldFluxError naming the file and the place
 */
export function readDocument(file: InputFile): AuditInput {
  const text = decodeUtf8(file.bytes(), file.path);
  refuseLookAlikes(text, file.path, "audit_input.json");
  const document = explained(file.path, () => {
    const { value } = parseJson(text, { source: file.path, maxLength });
    return checkDocument(AuditInput, value, file.path);
  });
  checkCounts(file.path, document);
  checkAsserted(file.path, document);
  refusePrivate(file.path, document);
  return document;
}

const again = "hand in the file as it stands in its package; do not edit it";

/** A document that is not valid is an input like any other here, and says what to do. */
function explained<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    const invalid = error.code === "WF_DOCUMENT_INVALID";
    const message = printable(error.message).slice(0, 1500);
    throw new WorldFluxError(
      invalid ? "WF_EPISODES_INCONSISTENT" : error.code,
      message.includes(path) ? message : `${path}: ${message}`,
      { hint: again, cause: error },
    );
  }
}

/** Counts the letters again. */
function checkCounts(path: string, { counts, tasks }: AuditInput): void {
  const of = new Map<string, number>();
  for (const { outcomes } of tasks) {
    for (const letter of outcomes) of.set(letter, (of.get(letter) ?? 0) + 1);
  }
  const count = (outcome: Outcome) => of.get(outcomeLetters[outcome]) ?? 0;
  const all = [...of.values()].reduce((sum, n) => sum + n, 0);
  checkStored(path, {
    ...{ where: "counts.recorded", stored: counts.recorded, tolerance: 0 },
    recomputed: all - count("missing"),
    explanations: { "missing episodes counted as recorded": all },
  });
  for (const outcome of Object.keys(outcomeLetters) as Outcome[]) {
    checkStored(path, {
      ...{ where: `counts.${outcome}`, stored: counts[outcome], tolerance: 0 },
      recomputed: count(outcome),
    });
  }
}

function checkAsserted(path: string, { asserted }: AuditInput): void {
  for (const [name, value] of Object.entries(asserted)) {
    if (typeof value !== "string" || value.length <= 512) continue;
    throw new WorldFluxError(
      "WF_EPISODES_INCONSISTENT",
      `${path}: asserted[${quote(name)}] has ${value.length} characters; the limit is 512`,
      { hint: again },
    );
  }
}

/** An audit input is public, so nothing private can stand in one that was not tampered with. */
function refusePrivate(path: string, { tasks, ...facts }: AuditInput): void {
  const names = tasks.map(({ suite, task }) => ({ suite, task }));
  const found = findPrivateText({ ...facts, tasks: names });
  if (found === undefined) return;
  throw new WorldFluxError(
    "WF_PRIVATE_TEXT",
    `${path}: ${quote(found.pointer)} holds ${found.what}, and an audit input is public`,
    { hint: "write it anew from the evaluator's own file with audit run" },
  );
}
