import { expect, test } from "vitest";
import { findSecrets, withoutSecrets } from "./find-secrets.ts";

// Put together here, so that no scanner of this repository takes them for leaked ones.
const a = (n: number) => "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7".repeat(4).slice(0, n);
const samples: [what: string, text: string][] = [
  ["a private key", `-----BEGIN ${"OPENSSH"} PRIVATE KEY-----`],
  ["a Hugging Face token", `hf_${a(34)}`],
  ["a GitHub token", `ghp_${a(36)}`],
  ["a GitHub token", `github_pat_${a(60)}`],
  ["a GitLab token", `glpat-${a(20)}`],
  ["an AWS access key id", `AKIA${"Q2W3E4R5T6Y7U8I9"}`],
  ["a Google API key", `AIza${a(35)}`],
  ["an OpenAI or Anthropic key", `sk-ant-${a(40)}`],
  ["a Slack token", `xoxb-${a(30)}`],
  ["an npm token", `npm_${a(36)}`],
  ["a WorldFlux token", `wf_${a(24)}`],
  ["a JSON Web Token", `eyJ${a(20)}.eyJ${a(20)}.${a(10)}`],
  ["a user name and password in a URL", `https://ada:${a(8)}@host.example/x`],
  ["a signed URL", `https://b.s3.example/v.mp4?X-Amz-Signature=${a(40)}`],
  ["an authorization header", `Authorization: Bearer ${a(30)}`],
  ["a named secret", `WANDB_API_KEY=${a(40)}`],
  ["a named secret", `"password": "${a(12)}"`],
];

test.each(samples)("finds %s, and takes it out", (what, text) => {
  const line = `first\nthen ${text} and more`;
  expect(findSecrets(line)).toContainEqual({ line: 2, what });
  const rest = withoutSecrets(line);
  expect(findSecrets(rest)).toEqual([]);
  expect(rest).not.toContain(text);
  expect(rest.startsWith("first\nthen ")).toBe(true);
});

test.each([
  "# successes: 3 (100.0%)",
  '{"success": true, "task": "pick up the token from the key holder"}',
  "password: null",
  "api_key: $WANDB_API_KEY",
  "token: <your token>",
  "https://wandb.ai/team/project?workspace=user",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "secret_key=",
])("%s is no secret", (text) => {
  expect(findSecrets(text)).toEqual([]);
  expect(withoutSecrets(text)).toBe(text);
});

test("a long text takes linear time and gives a bounded list", () => {
  const text = [
    "a_".repeat(300_000),
    `eyJ${"a".repeat(300_000)}`,
    `hf_${a(20)}\n`.repeat(1000),
  ].join("");
  expect(findSecrets(text).length).toBeLessThanOrEqual(50);
});

test.each([
  "eyJ-",
  "eyJ-a.",
  "sk-",
  "xoxb-",
  "glpat-",
  "AIza-",
  "a://a:",
  "?sig=-",
  "token: ",
  "a-password=",
  "-----BEGIN ",
])("%s over and over costs linear time", (piece) => {
  const text = piece.repeat(2 ** 21 / piece.length);
  expect(findSecrets(text).length).toBeLessThanOrEqual(50);
  expect(withoutSecrets(text).length).toBeGreaterThan(0);
});
