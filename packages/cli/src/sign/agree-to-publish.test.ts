import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Terminal } from "../read-pass-phrase.ts";
import { agreeToPublish } from "./agree-to-publish.ts";

/** A terminal where somebody types, and what it showed. */
function terminal(typed: string | null, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  if (typed === null) input.end();
  else input.write(typed);
  const shown = () => String(output.read() ?? "");
  // Only what is used of the two streams.
  return { shown, asked: { input, output } as unknown as Terminal };
}

test.each(["y\n", "Y\r\n", "yes\n"])("%o agrees, to what is said", async (typed) => {
  const { shown, asked } = terminal(typed);
  await agreeToPublish("dev@acme.example", "rekor.example", { yes: false }, asked);
  const text = shown();
  for (const word of ["dev@acme.example", "rekor.example", "log of its own", "for ever", "[y/N]"]) {
    expect(text).toContain(word);
  }
});

test("whoever locks is told that the lock has the address too", async () => {
  const alsoInto = "the lock, which a package holds";
  const { shown, asked } = terminal("y\n");
  await agreeToPublish("dev@acme.example", "rekor.example", { yes: false, alsoInto }, asked);
  expect(shown()).toContain(`into ${alsoInto}`);
  const away = terminal("y\n", false).asked;
  const refused = agreeToPublish(undefined, "rekor.example", { yes: false, alsoInto }, away);
  await expect(refused).rejects.toThrow(`into ${alsoInto}`);
});

test.each(["\n", "n\n", "maybe\n", "yy\n", null])("%o does not", async (typed) => {
  const refused = agreeToPublish(
    "dev@acme.example",
    "rekor.example",
    { yes: false },
    terminal(typed).asked,
  );
  await expect(refused).rejects.toMatchObject({ code: "WF_CONSENT" });
});

test("nobody is asked who is not there, or who agreed on the command line", async () => {
  const away = terminal("y\n", false);
  const refused = agreeToPublish(undefined, "rekor.example", { yes: false }, away.asked);
  await expect(refused).rejects.toMatchObject({ code: "WF_CONSENT" });
  await agreeToPublish(undefined, "rekor.example", { yes: true }, away.asked);
  expect(away.shown()).toBe("");
});
