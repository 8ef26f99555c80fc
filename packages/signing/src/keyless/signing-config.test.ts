import { describe, expect, test } from "vitest";
import { isServiceUrl } from "./service-url.ts";
import { readSigningServices } from "./signing-config.ts";

const now = new Date("2026-06-01T00:00:00Z");
const service = (url: string, majorApiVersion: number, start?: string, end?: string) => ({
  ...{ url: `https://${url}.example`, majorApiVersion, operator: "example" },
  validFor: { ...(start && { start }), ...(end && { end }) },
});
const config = {
  mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
  caUrls: [service("ca", 1, "2022-01-01T00:00:00Z")],
  oidcUrls: [service("issuer", 1)],
  rekorTlogUrls: [
    service("log1", 1),
    service("log2025", 2, "2025-10-06T00:00:00Z", "2026-01-01T00:00:00Z"),
    service("log2026", 2, "2026-01-01T00:00:00Z"),
    service("log2027", 2, "2027-01-01T00:00:00Z"),
    service("log3", 3),
  ],
  rekorTlogConfig: { selector: "ANY" },
  tsaUrls: [service("tsa", 1)],
  tsaConfig: { selector: "ANY" },
  somethingNew: true,
};
const read = (value: object) =>
  readSigningServices(new TextEncoder().encode(JSON.stringify(value)), "config.json", now);

test("the newest service in use, of the highest version that is spoken", () => {
  expect(read(config)).toEqual({
    certificateAuthority: "https://ca.example",
    issuer: "https://issuer.example",
    log: { url: "https://log2026.example", version: 2 },
    timestamps: "https://tsa.example",
  });
});

test("the same out of a client trust config, with the keys that it has", () => {
  const mediaType = "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";
  const { keys, ...services } = read({ mediaType, trustedRoot: { a: 1 }, signingConfig: config });
  expect(services).toEqual(read(config));
  const trustedRoot = new TextEncoder().encode('{"a":1}');
  expect(keys).toEqual({ kind: "file", source: "config.json", trustedRoot });
});

test("time stamps are asked for only where the configuration does, but a log of version 2 needs them", () => {
  const { tsaConfig: _, ...without } = config;
  expect(() => read(without)).toThrow("vouches for no time");
  expect(read({ ...without, rekorTlogUrls: [service("log1", 1)] }).timestamps).toBeUndefined();
});

describe("refused:", () => {
  test.each<[string, object, string]>([
    ["no authority", { caUrls: [] }, "/caUrls: names no service in use now"],
    ["logs of a later version alone", { rekorTlogUrls: [service("log3", 3)] }, "/rekorTlogUrls"],
    ["logs that ended", { rekorTlogUrls: [config.rekorTlogUrls[1]] }, "/rekorTlogUrls"],
    ["no authority for time stamps", { tsaUrls: [] }, "/tsaUrls"],
    [
      "another version",
      { mediaType: "application/vnd.dev.sigstore.signingconfig.v0.1+json" },
      "/mediaType",
    ],
    ["several logs at once", { rekorTlogConfig: { selector: "ALL" } }, "/rekorTlogConfig/selector"],
    ["plain http", { caUrls: [{ url: "http://ca.example", majorApiVersion: 1 }] }, "/caUrls/0/url"],
  ])("%s", (_, edit, why) => {
    expect(() => read({ ...config, ...edit })).toThrow(why);
  });
});

test.each<[string, boolean]>([
  ["https://fulcio.example", true],
  ["https://fulcio.example:8443/path?query=1", true],
  ["http://127.0.0.1:8080", true],
  ["http://localhost/path", true],
  ["http://[::1]:8080", true],
  ["http://fulcio.example", false],
  ["http://127.0.0.1.evil.example", false],
  ["http://localhost.evil.example", false],
  ["https://user@fulcio.example", false],
  ["https://:secret@fulcio.example", false],
  ["https://fulcio.example/#part", false],
  ["ftp://127.0.0.1", false],
  ["file:///etc/passwd", false],
  ["javascript:alert(1)", false],
  ["fulcio.example", false],
  ["", false],
  [`https://${"x".repeat(3000)}.example`, false],
])("may %o be sent something: %o", (url, expected) => {
  expect(isServiceUrl(url)).toBe(expected);
});
