import {
  AcceptCondition,
  type ConditionResult,
  type ImportRefusal,
  type RefusalNote,
} from "@worldflux/schema";
import { withoutSecrets } from "./find-secrets.ts";
import { refusalCatalog } from "./refusals.ts";

/** One finding about one accept condition. */
export type Check =
  | { readonly condition: AcceptCondition; readonly met: true; readonly detail: string }
  | {
      readonly condition: AcceptCondition;
      readonly met: false;
      readonly detail: string;
      /** Why it is refused; undefined when another finding says so already. */
      readonly code?: ImportRefusal;
      /** What would remove it, where the catalog's words are too general. */
      readonly remedy?: string;
    };

/** Which condition a refusal is about. */
export const conditionOf: Readonly<Record<ImportRefusal, AcceptCondition>> = {
  ambiguous: "identity",
  partial: "denominator",
  "archive-only": "boolean_success",
  "csv-only": "boolean_success",
  "numeric-score-only": "boolean_success",
  "aggregate-only": "boolean_success",
  "missing-episode-success": "boolean_success",
  "missing-denominator-policy": "denominator",
  "raw-binary-dominated": "boolean_success",
  "secret-exposure": "public_safe",
};

/** A finding against a candidate, under the condition that the refusal is about. */
export function against(
  code: ImportRefusal,
  detail: string,
  remedy?: string,
  condition: AcceptCondition = conditionOf[code],
): Check {
  return { condition, met: false, code, detail, ...(remedy === undefined ? {} : { remedy }) };
}

/** Findings put together: each condition, and every reason for a refusal once. */
export function conclude(checks: readonly Check[]): {
  conditions: Record<AcceptCondition, ConditionResult>;
  acceptable: boolean;
  reasons: RefusalNote[];
} {
  const conditions = Object.fromEntries(
    AcceptCondition.options.map((condition) => {
      const of = checks.filter((check) => check.condition === condition);
      const failed = of.find(({ met }) => !met);
      const told = failed ?? of[0];
      const detail = told?.detail ?? "not looked at, as the files were not read as episodes";
      const met = told !== undefined && failed === undefined;
      return [condition, { met, checked: told !== undefined, detail: tidy(detail) }];
    }),
    // Every condition has an entry.
  ) as Record<AcceptCondition, ConditionResult>;
  const reasons = checks.flatMap((check): RefusalNote[] =>
    check.met || check.code === undefined
      ? []
      : [
          {
            code: check.code,
            detail: tidy(check.detail),
            remedy: tidy(check.remedy ?? refusalCatalog[check.code].remedy),
          },
        ],
  );
  const once = reasons.filter(
    ({ code, detail }, i) => reasons.findIndex((r) => r.code === code && r.detail === detail) === i,
  );
  return {
    conditions,
    acceptable: Object.values(conditions).every(({ met }) => met),
    reasons: once,
  };
}

/** Details quote files: no credential, one paragraph, not endless. */
export function tidy(text: string): string {
  const line = withoutSecrets(text)
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
  return line.length > 2000 ? `${line.slice(0, 2000)}…` : line || "-";
}
