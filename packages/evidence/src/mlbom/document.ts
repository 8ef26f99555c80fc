import {
  type AuditProvenance,
  type Claim,
  canonicalBytes,
  type Evidence,
  type Protocol,
  packageUuid,
  sha256,
} from "@worldflux/schema";
import { declaresModel } from "../grade.ts";
import type { PublicDocuments } from "../public-documents.ts";

/** A CycloneDX name and value. */
interface Property {
  readonly name: string;
  readonly value: string;
}

/** Something that a component points at. */
interface ExternalReference {
  readonly url: string;
  readonly type: "distribution" | "evidence";
  readonly hashes?: readonly Hash[];
  readonly comment: string;
}

/** A SHA-256, as 64 lower-case hexadecimal digits. */
interface Hash {
  readonly alg: "SHA-256";
  readonly content: string;
}

/** A measured rate; CycloneDX wants every number as text. */
interface PerformanceMetric {
  readonly type: string;
  readonly value?: string;
  readonly slice: string;
  readonly confidenceInterval: { readonly lowerBound: string; readonly upperBound: string };
}

/** The part of CycloneDX's model card that a package has facts for. */
export interface ModelCard {
  readonly modelParameters: {
    readonly task: string;
    readonly datasets: readonly { readonly ref: string }[];
  };
  readonly quantitativeAnalysis: { readonly performanceMetrics: readonly PerformanceMetric[] };
  readonly considerations: { readonly technicalLimitations: readonly string[] };
  readonly properties: readonly Property[];
}

/** A component of the fields that are used here. */
export interface Component {
  readonly type: "application" | "data" | "machine-learning-model";
  readonly name: string;
  readonly "bom-ref"?: string;
  readonly version?: string;
  readonly hashes?: readonly Hash[];
  readonly externalReferences?: readonly ExternalReference[];
  readonly properties?: readonly Property[];
  readonly modelCard?: ModelCard;
}

/** `mlbom.cdx.json`: a CycloneDX 1.6 document of the fields that are used here. */
export interface Mlbom {
  readonly $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json";
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly version: 1;
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly tools: { readonly components: readonly Component[] };
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string }[];
}

/** What the ML-BOM is derived from. */
type Sources = Pick<PublicDocuments, "claim" | "protocol" | "evidence"> & {
  readonly provenance: AuditProvenance;
};

/**
 * The ML-BOM as plain data: the model that was evaluated, with the result as its model card, and the
 * benchmark. It holds facts of the package and nothing else: no architecture, licence or supplier.
 * Pure, and without the CycloneDX library, so that a verifier can derive it again.
 */
export function mlbomDocument({ claim, protocol, evidence, provenance }: Sources): Mlbom {
  const version = provenance.tool.packages["@worldflux/cli"];
  const tool: Component = {
    type: "application",
    name: provenance.tool.name,
    ...(version === undefined ? {} : { version }),
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    serialNumber: `urn:uuid:${packageUuid(provenance.package_id)}`,
    metadata: { timestamp: provenance.created_at, tools: { components: [tool] } },
    components: [
      {
        type: "machine-learning-model",
        name: claim.subject.id,
        "bom-ref": "model",
        ...modelHash(protocol),
        externalReferences: [...checkpoint(claim), evidenceFile(evidence)],
        properties: modelProperties(claim, protocol),
        modelCard: modelCard(claim, evidence, provenance.package_id),
      },
      benchmark(claim, protocol),
    ],
    dependencies: [{ ref: "model" }, { ref: "benchmark" }],
  };
}

function modelHash(protocol: Protocol): { hashes?: Hash[] } {
  const { digest } = protocol.model_runtime;
  return digest !== undefined && declaresModel(protocol) ? { hashes: [hash(digest)] } : {};
}

function hash(digest: string): Hash {
  return { alg: "SHA-256", content: digest.slice("sha256:".length) };
}

/** Plain ASCII without anything that a URI would have to escape: other addresses stay properties. */
const PLAIN_URI = /^[a-z][a-z0-9+.-]*:\/\/(?:[A-Za-z0-9._~:/?#@!$&()*+,;=-]|%[0-9A-Fa-f]{2})+$/;

function checkpoint({ subject }: Claim): ExternalReference[] {
  const url = subject.checkpoint_uri;
  if (url === undefined || !PLAIN_URI.test(url) || url.split("#").length > 2) return [];
  return [{ url, type: "distribution", comment: "as the claim states it" }];
}

function evidenceFile(evidence: Evidence): ExternalReference {
  const hashes = [hash(sha256(canonicalBytes(evidence)))];
  return { url: "evidence.json", type: "evidence", hashes, comment: "member of the same package" };
}

function modelProperties({ subject }: Claim, { model_runtime: runtime }: Protocol): Property[] {
  return properties({
    subject_type: subject.type,
    checkpoint_uri: subject.checkpoint_uri,
    checkpoint_uri_of_the_run: runtime.checkpoint_uri,
  });
}

function benchmark({ applicability }: Claim, protocol: Protocol): Component {
  const { benchmark: of, execution, evaluator } = protocol;
  const version = of.version ?? applicability.benchmark_version;
  return {
    type: "data",
    name: of.name,
    "bom-ref": "benchmark",
    ...(version === undefined ? {} : { version }),
    properties: properties({
      role: "evaluation",
      split: of.split,
      task_list_entries: of.task_list.length,
      episodes_per_task: execution.episodes_per_task,
      max_steps_per_episode: execution.max_steps_per_episode,
      evaluator: evaluator.name,
      simulator: applicability.simulator,
      robot_embodiment: applicability.robot_embodiment,
    }),
  };
}

function modelCard(claim: Claim, evidence: Evidence, packageId: string): ModelCard {
  const { result, denominators, population, stopping } = evidence;
  const { simulator } = claim.applicability;
  const rated = evidence.tasks.filter((task) => task.estimate !== null);
  return {
    modelParameters: { task: claim.capability, datasets: [{ ref: "benchmark" }] },
    quantitativeAnalysis: {
      performanceMetrics: [
        metric(result.metric, "the episodes of the protocol, as counted", result),
        ...(evidence.tasks.length < 2
          ? []
          : rated.map((task) => metric(result.metric, slice(task), task))),
      ],
    },
    considerations: {
      technicalLimitations: [
        ...(simulator === undefined ? [] : ["Evaluated in simulation, as the claim states."]),
        ...evidence.coverage
          .filter((row) => row.status === "not_covered")
          .map((row) => `Not covered: ${row.statement}`),
      ],
    },
    properties: [
      ...properties({
        package_id: packageId,
        claim_id: evidence.claim.id,
        claim_sha256: evidence.claim.sha256,
        protocol_id: evidence.protocol.id,
        protocol_sha256: evidence.protocol.sha256,
        audit_input_sha256: evidence.audit_input.sha256,
        verdict: result.verdict,
        strict_verdict: result.strict_verdict,
        operator: result.operator,
        claimed: result.claimed,
        baseline: result.baseline,
        margin: result.margin,
        threshold: result.threshold,
        successes: result.successes,
        episodes: result.episodes,
        planned: denominators.planned,
        tasks: evidence.tasks.length,
        tasks_without_episodes: evidence.tasks.length - rated.length,
        interval_method: result.interval.method,
        interval_level: result.interval.level,
        population: population.declared ?? "not declared",
        stopping: stopping.mode,
        denominator_policy: evidence.denominator_policy.rule,
        grade: evidence.grade,
        recommendation: evidence.recommendation,
      }),
      ...[...new Set(evidence.labels.map(({ code }) => code))].flatMap((label) =>
        properties({ label }),
      ),
    ],
  };
}

function slice({ suite, task }: { suite: string | null; task: string | null }): string {
  return `suite ${suite ?? "not recorded"}, task ${task ?? "not recorded"}`;
}

type Counted = Pick<Evidence["result"], "estimate" | "interval" | "successes" | "episodes">;

function metric(type: string, of: string, counted: Counted): PerformanceMetric {
  const { estimate, interval, successes, episodes } = counted;
  return {
    type,
    ...(estimate === null ? {} : { value: String(estimate) }),
    slice: `${of}: ${successes} of ${episodes}`,
    confidenceInterval: {
      lowerBound: String(interval.lower),
      upperBound: String(interval.upper),
    },
  };
}

/** Values that are there, as text, under our prefix. */
function properties(values: Record<string, string | number | undefined>): Property[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: `worldflux:${name}`, value: String(value) }],
  );
}
