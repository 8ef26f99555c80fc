const width = 24;

/** How far the work is; `of` is null while it is not known. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly of: number | null;
}

/**
 * A progress bar on stderr, for people at a terminal alone, and only for work that takes longer than
 * half a second.
 */
export function progressBar(stream: NodeJS.WriteStream = process.stderr) {
  const begun = Date.now();
  let drawn = 0;
  const shown = stream.isTTY && process.env["CI"] === undefined;
  return {
    show(state: ProgressState): void {
      const now = Date.now();
      if (!shown || now - begun < 500 || now - drawn < 100) return;
      drawn = now;
      stream.write(`\r\u001b[2K${progressLine(state)}`);
    },
    clear(): void {
      if (drawn > 0) stream.write("\r\u001b[2K");
      drawn = 0;
    },
  };
}

/** The bar as one line. */
export function progressLine({ label, done, of }: ProgressState): string {
  const count = done.toLocaleString("en-US");
  if (of === null || of === 0) return `${label} ${count}`;
  const full = Math.min(width, Math.floor((width * done) / of));
  return `${label} [${"#".repeat(full)}${".".repeat(width - full)}] ${count}/${of.toLocaleString("en-US")}`;
}
