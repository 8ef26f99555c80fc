import { quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { closestName } from "./closest-name.ts";
import type { Mapping } from "./mapping.ts";
import type { Row, Table } from "./row.ts";

/** Which columns there are, and which of the mapped ones were not seen yet. */
export function columnLog({ columns, metadata = {} }: Mapping) {
  const wanted = new Map<string, string>(
    [
      ...Object.entries(columns),
      ...Object.entries(metadata).map(([k, v]) => [`metadata.${k}`, v]),
    ].map(([field = "", column = ""]) => [column, field]),
  );
  const names = new Set<string>();
  let rows = 0;
  return {
    see(row: Row): void {
      // Later rows rarely have other columns, and the names are only for messages.
      if (rows++ < 1000 && names.size < 200) {
        for (const name of row.names().slice(0, 200)) names.add(name);
      }
      for (const column of wanted.keys()) {
        if (row.get(column) !== undefined) wanted.delete(column);
      }
    },
    /** @throws WorldFluxError WF_MAPPING_INVALID for a mapped column that no row has */
    refuseMissing(file: string, table: Table, count: number): void {
      const header = table.header();
      const missing = [...wanted].find(([column]) => count > 0 || !header.includes(column));
      if (missing === undefined || (count === 0 && header.length === 0)) return;
      const [column, field] = missing;
      const found = names.size > 0 ? [...names] : header;
      const mapped = new Set(Object.values(columns));
      const free = found.filter((name) => !mapped.has(name));
      const near = free.find((name) => name.trim() === column.trim()) ?? closestName(column, free);
      const listed = found.slice(0, 24).map((name) => quote(name.slice(0, 40)));
      const more = found.length > 24 ? ` and ${found.length - 24} more` : "";
      throw new WorldFluxError(
        "WF_MAPPING_INVALID",
        `${file}: no row has the column ${quote(column)}, which the mapping reads as ${field}; the columns are ${listed.join(", ")}${more}`,
        {
          hint:
            near !== undefined
              ? `did you mean ${field}=${near.slice(0, 60)}?`
              : table.format === "csv" && header.length === 1 && header[0]?.includes(";")
                ? "the cells are separated by semicolons: export the file again with commas"
                : table.format === "jsonl" && count === 1
                  ? "if the rows stand in a list inside that object, say where: records=/episodes"
                  : `correct ${field}= in the mapping, or leave it out`,
        },
      );
    },
  };
}
