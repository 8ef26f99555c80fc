import { findPrivateText, memberType } from "@worldflux/schema";
import { type Check, verdictOf } from "./check.ts";
import type { Documents, Sidecars } from "./documents.ts";
import { forgetful, type Memory } from "./memory.ts";

/** No public member holds a path, a credential, an address. */
export function checkVisibility(
  documents: Documents,
  sidecars: Sidecars,
  memory: Memory = forgetful,
): Check {
  const problems = [...Object.entries(documents), ...sidecars].flatMap(([name, document]) => {
    const type = memberType(name);
    // The texts of a lock are encoded; whoever reads it looks at them (`lock`).
    if (type?.role === "lock") return [];
    // evidence.md is held against evidence.json and claim.json, which are looked at here.
    if (type?.visibility !== "public" || type.schema === null) return [];
    // Neither text nor a stream of records: those have no schema, or are private.
    const found = memory("private text", [document as object], () => findPrivateText(document));
    return found === undefined ? [] : [`${name} ${found.pointer} holds ${found.what}`];
  });
  return verdictOf("visibility", problems, "public members hold nothing private");
}
