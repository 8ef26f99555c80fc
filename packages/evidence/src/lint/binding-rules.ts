import {
  documentDigest,
  findPrivateText,
  isPlaceholderDigest,
  type LintFinding,
  preview,
} from "@worldflux/schema";
import { findBenchmark } from "../benchmark-tasks/benchmark.ts";
import { comparableName } from "../benchmarks.ts";
import { finding, type LintRule, type Place, when } from "./finding.ts";

const bind = "type `worldflux protocol bind --claim claim.json --protocol protocol.json`";

/** Whether the protocol belongs to the claim, and both speak of the same things. */
export const bindingRules: LintRule = ({ claim, protocol }) => {
  const places = [...privateText("claim.json", claim), ...privateText("protocol.json", protocol)];
  if (protocol === null) return places;
  const unbound = isPlaceholderDigest(protocol.claim_hash);
  const placeholder = when(unbound, () =>
    finding(
      "claim_not_bound",
      "protocol.json/claim_hash",
      "the hash is a placeholder, so nothing shows that the two were written for each other",
      bind,
    ),
  );
  if (claim === null) return [...places, ...placeholder];
  return [
    ...places,
    ...when(protocol.claim_id !== claim.id, () =>
      finding(
        "claim_id_mismatch",
        "protocol.json/claim_id",
        `the protocol is for ${protocol.claim_id}, and the claim is ${claim.id}`,
        bind,
      ),
    ),
    ...when(!unbound && protocol.claim_hash !== documentDigest(claim), () =>
      finding(
        "claim_hash_mismatch",
        "protocol.json/claim_hash",
        "the claim was changed after the protocol was bound to it",
        bind,
      ),
    ),
    ...placeholder,
    ...differences(claim, protocol),
  ];
};

type Documents = Parameters<LintRule>[0];

function differences(
  claim: NonNullable<Documents["claim"]>,
  protocol: NonNullable<Documents["protocol"]>,
): LintFinding[] {
  const claimed = claim.subject.checkpoint_uri;
  const ran = protocol.model_runtime.checkpoint_uri;
  const benchmarks = [claim.applicability.benchmark, protocol.benchmark.name] as const;
  const [one, other] = benchmarks.map((name) => findBenchmark(name)?.id ?? comparableName(name));
  return [
    ...when(claimed !== undefined && ran !== undefined && claimed !== ran, () =>
      finding(
        "model_differs",
        "protocol.json/model_runtime/checkpoint_uri",
        `the claim is about ${preview(claimed)}, and the protocol plans to run ${preview(ran)}`,
        "write the same checkpoint in both",
      ),
    ),
    ...when(one !== other, () =>
      finding(
        "benchmark_differs",
        "protocol.json/benchmark/name",
        `the claim is about ${preview(benchmarks[0])}, and the protocol plans ${preview(benchmarks[1])}`,
        "write the same benchmark in both",
      ),
    ),
  ];
}

/** The first text that a package would be refused for. Its value is not repeated. */
function privateText(file: "claim.json" | "protocol.json", document: unknown): LintFinding[] {
  const found = findPrivateText(document);
  if (found === undefined) return [];
  const place: Place = `${file}${found.pointer}`;
  return [
    finding(
      "private_text",
      place,
      `holds ${found.what}, and the document is a public member of the package`,
      "name it in a way that may be published, such as hf://org/model or a relative path",
    ),
  ];
}
