import type { InputFile } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import type { Database, SqlJsStatic } from "sql.js";

const magic = "SQLite format 3\0";

/** Most text that one column of a row may hold, in bytes. */
const maxText = 64 * 1024;

/** Bytes that a row takes at least: ids alone are longer. */
const minRow = 32;

/** Nothing that the database brings with it is run, and nothing is written. */
const settings =
  "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA query_only=ON; PRAGMA ignore_check_constraints=ON";

/** An index over columns as they are stored; any other may compute something. */
const plainIndex = /^CREATE (?:UNIQUE )?INDEX \w{1,64} ON \w{1,64}\s?\([\w, ]{1,512}\)$/i;

/** A value of a column. */
export type Cell = string | number | null;

/** True for a file that starts as SQLite databases do. */
export function isSqlite(file: InputFile): boolean {
  return latin1(file.head().subarray(0, magic.length)) === magic;
}

/** True when the database is in WAL mode, so that its last rows may be in a file beside it. */
export function isWal(bytes: Uint8Array): boolean {
  return bytes[19] === 2;
}

/** Bytes as text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

/**
 * Reads columns of plain tables of a database that may be hostile. No view, trigger, index or
 * computed column of it is ever run, no cell is read that is larger than it should be, and no more
 * rows than fit into the file.
 *
 * @param tables the columns that are wanted, by table
 * @returns the rows, by table, in no particular order
 * @throws WorldFluxError WF_SHAPE_UNKNOWN for a database without these tables,
 * WF_EPISODES_INCONSISTENT for one that is damaged
 */
export async function readTables<T extends string>(
  file: string,
  bytes: Uint8Array,
  tables: Readonly<Record<T, readonly string[]>>,
): Promise<Record<T, Record<string, Cell>[]>> {
  refuseOddHeader(file, bytes);
  const sql = await loadSqlite();
  let db: Database | undefined;
  try {
    db = new sql.Database(bytes);
    db.exec(settings);
    refuseOddSchema(file, db);
    const rows: Partial<Record<T, Record<string, Cell>[]>> = {};
    for (const table of Object.keys(tables) as T[]) {
      refuseOddTable(file, db, table, tables[table]);
      refuseDamagedTable(file, db, table);
      rows[table] = readTable(file, db, table, tables[table], bytes.length);
    }
    return rows as Record<T, Record<string, Cell>[]>;
  } catch (error) {
    if (error instanceof WorldFluxError) throw error;
    // After a fault inside WebAssembly nothing of that instance is used again.
    if (error instanceof Error && error.name === "RuntimeError") loaded = undefined;
    throw damaged(file, "SQLite cannot read it", error);
  } finally {
    closeQuietly(db);
  }
}

let loaded: Promise<SqlJsStatic> | undefined;

/** SQLite is a megabyte of WebAssembly, loaded when the first recording is read. */
async function loadSqlite(): Promise<SqlJsStatic> {
  loaded ??= import("sql.js").then(({ default: initSqlJs }) => initSqlJs());
  return loaded;
}

function closeQuietly(db: Database | undefined): void {
  try {
    db?.close();
  } catch {
    // The database is damaged, and so may be its closing; it has been refused by then.
  }
}

/**
 * The recorder's tables are described on the first page. A description that goes on elsewhere can
 * be made to go round in circles.
 */
function refuseOddHeader(file: string, bytes: Uint8Array): void {
  if (bytes.length < 512 || latin1(bytes.subarray(0, magic.length)) !== magic) {
    throw damaged(file, "it is cut off, or no SQLite database");
  }
  if (bytes[100] !== 0x0d) {
    throw unknown(file, "its tables are not described on the first page, as the recorder does");
  }
}

/** Views may never end, and virtual tables and triggers run code. The recorder makes none. */
function refuseOddSchema(file: string, db: Database): void {
  const [odd] = db.exec(
    "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1",
  );
  if (odd !== undefined) throw unknown(file, "it has views, triggers or virtual tables");
}

/** Only a table whose cells are all stored, not computed, is safe to read. */
function refuseOddTable(
  file: string,
  db: Database,
  table: string,
  columns: readonly string[],
): void {
  const [info] = db.exec("SELECT name, hidden FROM pragma_table_xinfo(?)", [table]);
  if (info === undefined) throw unknown(file, `it has no table ${table}`);
  if (info.values.some(([, hidden]) => hidden !== 0)) {
    throw unknown(file, `${table} has columns that are computed, not stored`);
  }
  const stored = new Set(info.values.map(([name]) => name));
  const absent = columns.find((column) => !stored.has(column));
  if (absent !== undefined) throw unknown(file, `${table} has no column ${absent}`);
}

/**
 * Finds lost rows and pages that are used twice: a recording on a network file system may have
 * both. The first answer is enough; the checks behind it would walk a damaged tree.
 */
function refuseDamagedTable(file: string, db: Database, table: string): void {
  const [indexes] = db.exec(
    "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    [table],
  );
  if (indexes?.values.some(([sql]) => !plainIndex.test(String(sql)))) {
    throw unknown(file, `${table} has an index that the recorder does not make`);
  }
  const check = db.prepare(`PRAGMA integrity_check(${table})`);
  try {
    const answer = check.step() ? check.get()[0] : undefined;
    if (answer !== "ok") throw damaged(file, `${table} fails SQLite's integrity check`);
  } finally {
    check.free();
  }
}

function readTable(
  file: string,
  db: Database,
  table: string,
  columns: readonly string[],
  size: number,
): Record<string, Cell>[] {
  const cells = columns.map((c) => `CASE WHEN octet_length(${c}) <= ${maxText} THEN ${c} END`);
  const sizes = columns.map((column) => `octet_length(${column})`);
  const most = Math.ceil(size / minRow);
  const query = db.prepare(
    `SELECT ${[...cells, ...sizes].join(", ")} FROM main.${table} NOT INDEXED LIMIT ${most}`,
  );
  try {
    const rows: Record<string, Cell>[] = [];
    let total = 0;
    while (query.step()) {
      const values = query.get();
      const lengths = values.slice(columns.length).map(Number);
      total += lengths.reduce((sum, length) => sum + length, minRow);
      if (total > size) throw damaged(file, `the rows of ${table} hold more than the file does`);
      const wide = lengths.findIndex((length) => length > maxText);
      if (wide !== -1) {
        throw damaged(file, `a ${columns[wide]} of ${table} has ${lengths[wide]} bytes`);
      }
      rows.push(Object.fromEntries(columns.map((column, i) => [column, cellOf(values[i])])));
    }
    return rows;
  } finally {
    query.free();
  }
}

/** No column of a recording holds a blob. */
function cellOf(value: unknown): Cell {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

function damaged(file: string, why: string, cause?: unknown): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `${file} is a damaged recording: ${why}`, {
    hint: "copy the recording again after the run has ended, from a local disk; SQLite databases break on network file systems",
    cause,
  });
}

function unknown(file: string, why: string): WorldFluxError {
  return new WorldFluxError("WF_SHAPE_UNKNOWN", `${file} is not a recording of vla-eval: ${why}`, {
    hint: "hand in the recording-<id>.sqlite of the run, or its *_aggregate.json",
  });
}
