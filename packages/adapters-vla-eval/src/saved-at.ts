import { isObject, type JsonObject, utcTime } from "@worldflux/adapter-kit";
import { earliestTime, type UtcTime } from "@worldflux/schema";

/** When a result was saved, by the earliest date that it has: of a merged one, that of its first shard. */
export function savedAt(root: JsonObject): UtcTime | undefined {
  const shards = root["shard_created_at"];
  return earliestTime([
    utcTime(root["created_at"]),
    isObject(shards) ? utcTime(shards["first"]) : undefined,
  ]);
}
