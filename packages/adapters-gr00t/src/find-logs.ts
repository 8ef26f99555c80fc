import type { Input, InputFile } from "@worldflux/adapter-kit";

/** What a file looks like, by its first 64 KiB. */
export type Kind = "rollout" | "libero_log" | "other";

/** The files of an input that may be logs: the one that was named, or those of a folder. */
export function logsIn({ files }: Input): readonly InputFile[] {
  if (files.length === 1) return files;
  return files.filter(({ path }) =>
    /(?:^|\/)[^/.]+$|\.(?:log|txt|out|err|stdout|stderr)(?:\.\d{1,4})?$/i.test(path),
  );
}

/** Goes by phrases that only one of the scripts prints. */
export function kindOf(file: InputFile): Kind {
  const head = headOf(file);
  if (
    /Running collecting \d+ episodes for \S|results: {1,4}\((?:['"\u2018-\u201f]|np\.|numpy\.)/.test(
      head,
    )
  )
    return "rollout";
  // openpi logs the same phrases except for the videos.
  if (head.includes("# successes: ") && head.includes("Saved rollout MP4 at path")) {
    return "libero_log";
  }
  return "other";
}

/** The first 64 KiB as text, whatever they are. */
export function headOf(file: InputFile): string {
  return new TextDecoder().decode(file.head());
}
