import { expect, test } from "vitest";
import { findPrivateText, privateReason } from "./private-text.ts";

test.each([
  "/home/alice/run/eval_info.json",
  "saved to /root/out/x",
  "~/runs/x",
  "(/mnt/nas/x)",
  "C:\\Users\\alice",
  "D:/data/x",
  "\\\\server\\share",
  "file:///tmp/x",
  "alice@example.com",
  "https://user:secret@example.com/x",
  "https://b.s3.amazonaws.com/k?X-Amz-Signature=abc",
  "https://x.example/y?token=abc",
  "hf_abcdefghijklmnopqrstuvwx",
  "ghp_abcdefghijklmnopqrstuvwxyz0123",
  "AKIAABCDEFGHIJKLMNOP",
  "sk-proj-abcdefghijklmnop",
  `jwt=eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.c`,
  "-----BEGIN EC PRIVATE KEY-----",
  "http://localhost:8000",
  "10.0.0.7",
  "gpu3.lab.internal",
  "/Users/Ünal/wf",
  "/home/山田/ckpt",
  "~bob/runs/x",
  "path:C:\\Users\\bob\\x",
  "\\Users\\bob\\x",
  ">/home/bob/x",
  ")/home/bob/x",
  "//home/bob/x",
  "/mnt//data/bob",
  "path:/home/bob/x",
  "%2Fhome%2Fbob%2Fx",
  "../../home/bob/ckpt",
  "../home/bob",
  "../../scratch/bob",
  "ckpt-/home/bob/secret",
  "ckpt_/srv/bob/secret",
  "runs/home/bob/secret",
  "home/bob/secret",
  "local:///home/bob/secret",
  "local://home/bob/secret",
  "s3:///home/bob/secret",
  "gpu01.cluster.example.edu:8000",
  "http://gpu01.cluster.example.edu:8000/v1",
  "gpu01.example.com:443",
  "ws://a.b.ac.jp:8000",
  "203.0.113.7:8000",
])("%s is private", (text) => {
  expect(privateReason(text)).toBeDefined();
});

test.each([
  "SmolVLA reaches at least 80% success on LIBERO-Spatial.",
  "hf://nvidia/smolvla-arena-gr1-microwave",
  "https://huggingface.co/nvidia/smolvla-arena-gr1-microwave",
  "https://arxiv.org/abs/2306.03310v2",
  "gs://openpi-assets/checkpoints/pi05_libero",
  "libero_spatial/3",
  "examples/libero/main.py",
  "pick up the black bowl and/or place it on the plate",
  "lerobot.scripts.lerobot_eval",
  "success 323/400, 0.80/0.95",
  "videos/libero_goal_3/eval_episode_0.mp4",
  "sha256:0000000000000000000000000000000000000000000000000000000000000000",
  "version 10.3.0",
  "version 10.2.3.4",
  "pass@1",
  "see ../docs/a/b.md",
  "see ../data/libero/a.json",
  "s3://bucket/home/checkpoints/a",
  "git+https://github.com/org/name/tree/home/a/b",
  "wandb://team/project/run",
  "version 1.2.3.4, 10:30",
  "home/kitchen",
  "open-the-home/drawer",
  "lerobot/scripts/eval.py:1024",
  "robosuite.environments.base:12",
  "nvcr.io/nvidia/isaac-lab:2026",
  "2026-01-02T10:30:00.123456:1",
])("%s is not private", (text) => {
  expect(privateReason(text)).toBeUndefined();
});

test("the id of a key is never one, though it may look like a path", () => {
  for (const keyId of [
    "/0+yO/Mv5CNn+UKTSGr8RHtw7ZJdlQMgFY/DSrarVAg=",
    "MEMwbK+/Ix1QK/WPg+hv4+8nruMPI7YhB8wem4sMd+M=",
  ]) {
    expect(privateReason(keyId)).toBeUndefined();
    expect(privateReason(`key ${keyId}`)).toBe("an absolute path");
    expect(privateReason(keyId.slice(0, -1))).toBe("an absolute path");
  }
});

test("a long text costs linear time", () => {
  for (const piece of [
    "a",
    "a.",
    "a.a@",
    "/a",
    "~a",
    "\\a",
    "a://",
    "%2Fa",
    "eyJa",
    "eyJ-",
    "a.a:",
    "1.1.",
    "../",
    "/home",
    "home/a",
    "a-/",
    "a:///",
  ]) {
    privateReason(piece.repeat(500_000));
  }
});

test("the place is named by JSON pointer, in values and in keys", () => {
  expect(findPrivateText({ a: [{ b: "x" }, { "c/d": "/home/alice/x" }] })).toEqual({
    pointer: "/a/1/c~1d",
    what: "an absolute path",
  });
  expect(findPrivateText({ a: { "alice@example.com": 1 } })?.pointer).toBe("/a");
  expect(findPrivateText({ a: [1, null, true, "libero"] })).toBeUndefined();
});
