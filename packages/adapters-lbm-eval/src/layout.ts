/** Whom a path says that a file is about: `{set}/{model}/{task}/rollouts/{time}/results.json`. */
export interface Layout {
  /** All folders above the task's; "" when the path starts with the task. */
  readonly owner: string;
  /** The last of them; null when the path has none. */
  readonly model: string | null;
  readonly folders: readonly string[];
}

/** Reads the layout that TRI's evaluation scripts make; undefined for a path without `rollouts`. */
export function layoutOf(path: string): Layout | undefined {
  const parts = path.split("/");
  if (parts.length < 4 || parts[parts.length - 3] !== "rollouts") return undefined;
  const folders = parts.slice(0, -4);
  return { owner: folders.join("/"), model: folders.at(-1) ?? null, folders };
}
