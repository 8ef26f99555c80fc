/**
 * A raw file's path as it may be written down: the part from the last folder of that name on, or
 * the file name alone. Everything below that folder is kept, so name one that only the evaluator
 * writes into. `/home/me/run/videos/pusht_0/e1.mp4` with `videos` is `videos/pusht_0/e1.mp4`.
 */
export function publicReference(path: string, folder: string): string {
  const parts = path.split(/[\\/]+/).filter((part) => part !== "" && part !== "." && part !== "..");
  const from = parts.lastIndexOf(folder);
  return parts.slice(from === -1 ? -1 : from).join("/");
}
