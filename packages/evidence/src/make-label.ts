import type { Label, LabelCode } from "@worldflux/schema";
import { clip } from "./clip.ts";

/** A label, with what it is about where that is known. */
export function label(code: LabelCode, detail?: string): Label {
  return detail === undefined ? { code } : { code, detail };
}

/** A label about one task; names have a limit of their own in the schema. */
export function about(task: string, of: Label): Label {
  return { ...of, task: brief(task) };
}

/** A text cut to what a label may hold. */
export function brief(text: string): string {
  return clip(text, 200);
}

/** The label, if its condition holds. */
export function when(condition: boolean, code: LabelCode, detail?: string): Label[] {
  return condition ? [label(code, detail)] : [];
}
