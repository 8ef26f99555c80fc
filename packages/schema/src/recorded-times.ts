import * as z from "zod";

/** A moment in UTC, to the millisecond at most, from 2000 to 2999: `2026-05-06T07:08:09Z`. */
export const UtcTime = z.iso
  .datetime()
  .regex(/^2\d{3}-/, "expected a year from 2000 to 2999")
  .max(24)
  .meta({ description: "ISO 8601, UTC, such as 2026-05-06T07:08:09Z." });
export type UtcTime = z.infer<typeof UtcTime>;

/** When the episodes were run, as the source says. Nothing proves it. */
export const RecordedTimes = z
  .looseObject({
    started_at: UtcTime.optional().meta({
      description:
        "The earliest recorded start, of the run or of an episode: no episode began before it.",
    }),
    other_at: UtcTime.optional().meta({
      description:
        "The earliest other time: when an episode ended, a result was saved, or a part of the run began. Episodes may have begun before it.",
    }),
  })
  .refine(
    (times) => times.started_at !== undefined || times.other_at !== undefined,
    "expected started_at or other_at",
  );
export type RecordedTimes = z.infer<typeof RecordedTimes>;

/** The earliest of some times; undefined when there is none. Same moments: the first spelling. */
export function earliestTime(times: Iterable<UtcTime | undefined>): UtcTime | undefined {
  let earliest: UtcTime | undefined;
  for (const time of times) {
    if (time === undefined) continue;
    if (earliest === undefined || isBefore(time, earliest)) earliest = time;
  }
  return earliest;
}

/** Whether one moment is before another. */
export function isBefore(a: UtcTime, b: UtcTime): boolean {
  return Date.parse(a) < Date.parse(b);
}
