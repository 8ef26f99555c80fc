import { expect, test } from "vitest";
import { publicReference } from "./public-reference.ts";

test.each([
  ["/home/me/run/videos/pusht_0/e1.mp4", "videos/pusht_0/e1.mp4"],
  ["C:\\Users\\me\\videos\\e1.mp4", "videos/e1.mp4"],
  ["videos/a/videos/b.mp4", "videos/b.mp4"],
  ["./videos/../e1.mp4", "videos/e1.mp4"],
  ["/home/me/e1.mp4", "e1.mp4"],
  ["//server/share//videos//e1.mp4", "videos/e1.mp4"],
  ["/home/me/my-videos/e1.mp4", "e1.mp4"],
  ["videos", "videos"],
  ["", ""],
  ["/", ""],
])("%s", (path, shown) => expect(publicReference(path, "videos")).toBe(shown));
