import { WorldFluxError } from "@worldflux/schema";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parsePaperReference } from "./paper-reference.ts";

const cited = (text: string) => parsePaperReference(text).citation;

// Identifiers of real papers, in the forms that people copy.
test.each([
  ["https://arxiv.org/abs/2406.09246", "arXiv:2406.09246"],
  ["https://arxiv.org/abs/2406.09246v3", "arXiv:2406.09246v3"],
  ["http://arxiv.org/abs/2406.09246", "arXiv:2406.09246"],
  ["https://www.arxiv.org/pdf/2406.09246", "arXiv:2406.09246"],
  ["https://arxiv.org/pdf/2406.09246v1.pdf", "arXiv:2406.09246v1"],
  ["https://arxiv.org/html/2410.24164v1", "arXiv:2410.24164v1"],
  ["https://arxiv.org/html/2410.24164v1/#S3.T1", "arXiv:2410.24164v1"],
  ["https://arxiv.org/html/2410.24164v1/S3", "arXiv:2410.24164v1"],
  ["https://export.arxiv.org/abs/2306.03310", "arXiv:2306.03310"],
  ["arxiv.org/abs/2306.03310", "arXiv:2306.03310"],
  ["arXiv:2306.03310", "arXiv:2306.03310"],
  ["arxiv: 2306.03310v2", "arXiv:2306.03310v2"],
  ["2306.03310", "arXiv:2306.03310"],
  ["https://arxiv.org/abs/2506.01844?context=cs.RO", "arXiv:2506.01844"],
  ["https://arxiv.org/abs/2506.01844#", "arXiv:2506.01844"],
  ["https://arxiv.org/abs/2506.01844/", "arXiv:2506.01844"],
  ["  <https://arxiv.org/abs/2506.01844>.  ", "arXiv:2506.01844"],
  ["(https://arxiv.org/abs/2506.01844),", "arXiv:2506.01844"],
  ["https://arxiv.org/abs/hep-th/9901001", "arXiv:hep-th/9901001"],
  ["https://arxiv.org/pdf/hep-th/9901001v3", "arXiv:hep-th/9901001v3"],
  ["hep-th/9901001", "arXiv:hep-th/9901001"],
  ["arXiv:math.GT/0309136", "arXiv:math/0309136"],
  ["https://arxiv.org/abs/cs.RO/0301001", "arXiv:cs/0301001"],
  ["https://arxiv.org/abs/0706.0001", "arXiv:0706.0001"],
  ["https://arxiv.org/abs/1412.7878", "arXiv:1412.7878"],
  ["https://arxiv.org/abs/1501.00001", "arXiv:1501.00001"],
  ["https://doi.org/10.48550/arXiv.2406.09246", "arXiv:2406.09246"],
  ["10.48550/ARXIV.2406.09246", "arXiv:2406.09246"],
  ["https://huggingface.co/papers/2506.01844", "arXiv:2506.01844"],
  ["https://www.alphaxiv.org/abs/2506.01844v2", "arXiv:2506.01844v2"],
  ["https://ar5iv.labs.arxiv.org/html/2306.03310", "arXiv:2306.03310"],
])("%s is %s", (text, citation) => {
  expect(cited(text)).toBe(citation);
  const { id, version, url } = parsePaperReference(text);
  expect(url).toBe(`https://arxiv.org/abs/${id}${version === null ? "" : `v${version}`}`);
});

test.each([
  ["https://doi.org/10.1177/0278364919887447", "doi:10.1177/0278364919887447"],
  ["http://dx.doi.org/10.1177/0278364919887447", "doi:10.1177/0278364919887447"],
  ["doi:10.1109/LRA.2022.3180108", "doi:10.1109/lra.2022.3180108"],
  ["DOI: 10.1109/LRA.2022.3180108.", "doi:10.1109/lra.2022.3180108"],
  ["https://doi.org/10.1016/S0004-3702(98)00023-X", "doi:10.1016/s0004-3702(98)00023-x"],
  ["(10.1016/S0004-3702(98)00023-X)", "doi:10.1016/s0004-3702(98)00023-x"],
  ["https://doi.org/10.1126%2Fscirobotics.abm6597", "doi:10.1126/scirobotics.abm6597"],
  ["https://dl.acm.org/doi/abs/10.1145/3386569.3392422", "doi:10.1145/3386569.3392422"],
  [
    "https://journals.sagepub.com/doi/full/10.1177/0278364919887447?x=1",
    "doi:10.1177/0278364919887447",
  ],
  [
    "https://link.springer.com/article/10.1007/s10514-023-10101-1",
    "doi:10.1007/s10514-023-10101-1",
  ],
  ["https://openreview.net/forum?id=ZMnD6QZAE6", "OpenReview:ZMnD6QZAE6"],
  ["https://openreview.net/pdf?id=ZMnD6QZAE6&name=pdf", "OpenReview:ZMnD6QZAE6"],
])("%s is %s", (text, citation) => {
  expect(cited(text)).toBe(citation);
});

test.each([
  ["an empty text", ""],
  ["a word", "openvla"],
  ["another site", "https://example.org/abs/2406.09246"],
  ["a look-alike host", "https://arxiv.org.example.org/abs/2406.09246"],
  ["a host in front of an @", "https://arxiv.org@example.org/abs/2406.09246"],
  ["a Cyrillic host", "https://аrxiv.org/abs/2406.09246"],
  ["a file", "file:///etc/passwd"],
  ["a script", "javascript:alert(1)//arxiv.org/abs/2406.09246"],
  ["month 13", "2413.00001"],
  ["month 0", "2400.00001"],
  ["five digits before 2015", "1412.07878"],
  ["four digits after 2014", "https://arxiv.org/abs/2406.0924"],
  ["version 0", "2406.09246v0"],
  ["no number", "hep-th/9901000"],
  ["an archive that never was", "robotics/9901001"],
  ["an old id after March 2007", "hep-th/0704001"],
  ["an old id before 1991", "hep-th/8901001"],
  ["a listing", "https://arxiv.org/list/cs.RO/recent"],
  ["a DOI without a suffix", "https://doi.org/10.1177/"],
  ["an OpenReview profile", "https://openreview.net/profile?id=~Jane_Doe1"],
  ["a very long text", `https://arxiv.org/abs/2406.09246?${"x".repeat(5000)}`],
])("%s is refused", (_, text) => {
  expect(() => parsePaperReference(text)).toThrow(
    expect.objectContaining({ code: "WF_PAPER_UNKNOWN" }),
  );
});

test("any text gives a paper with one spelling, or the error; never a message without an end", () => {
  const piece = fc.constantFrom(
    "https://",
    "arxiv.org/abs/",
    "2406.09246",
    "v2",
    "10.1177/",
    "doi.org/",
    "?",
    "#",
    "%",
    "%2f",
    "(",
    ")",
    "/",
    "\u202e",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(piece).map((p) => p.join("")),
      ),
      (text) => {
        try {
          const { url, citation } = parsePaperReference(text);
          expect(cited(url)).toBe(citation);
          expect(cited(citation.replace("OpenReview:", "https://openreview.net/forum?id="))).toBe(
            citation,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(WorldFluxError);
          expect((error as WorldFluxError).message.length).toBeLessThan(200);
        }
      },
    ),
  );
});
