import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { pi } from "./index.ts";

/** Made by following openpi's clients; no real output of pi-0.7 is public. */
const folder = join(import.meta.dirname, "../../../../shared/real/pi-0.7");
const video =
  "rollout_pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate_success.mp4";

/** Outcomes by letter, and notes. The second episode broke; its Success: True is stale. */
const oneTask = ["harness_errors_counted", "stale_success_line", "suite_not_complete"];
const accepted: Record<string, [string, string[]]> = {
  "derived-openpi/libero_client_stdout.log": ["se", [...oneTask, "policy_unproven"]],
  "derived-openpi": ["se", [...oneTask, "other_files_not_read", "policy_unproven"]],
};

const refused: Record<string, string> = {
  "derived-openpi/results/eval_08:15PM_March_05_2026.csv": "scores, not outcomes",
  [`derived-openpi/data/libero/videos/${video}`]: "is a video",
  "derived-openpi/data/libero/videos": "there is no log beside it",
};

describe.skipIf(!existsSync(folder))("real files for pi-0.7", () => {
  test("are all listed here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "SOURCES.tsv")
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const listed = [...Object.keys(accepted), ...Object.keys(refused)];
    expect(listed).toEqual(expect.arrayContaining(files));
  });

  test.each(Object.entries(accepted))("%s is read", async (name, [outcomes, notes]) => {
    const input = openInput([join(folder, name)]);
    expect(pi.detect(input).shape).toBe("libero-log");
    const reading = checkReading("pi-0.7", await pi.read(input, { interim: false }));
    const letters = [...reading.episodes].map(({ outcome }) => outcome[0]).join("");
    expect(letters).toBe(outcomes);
    expect(reading.notes.map(({ code }) => code)).toEqual(notes);
  });

  test.each(Object.entries(refused))("%s is refused", async (name, message) => {
    const read = async () => pi.read(openInput([join(folder, name)]), { interim: false });
    await expect(read()).rejects.toMatchObject({
      code: "WF_FORMAT_NOT_PUBLIC",
      message: expect.stringContaining(message),
    });
  });
});
