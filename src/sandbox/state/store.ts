import { type Rows, type TableName, type Tables, tableNames } from './tables.ts';
import { layOver } from './three-way.ts';

type TableMaps = { readonly [Name in TableName]: Map<string, Tables[Name]> };

/** Log entries kept; older ones are dropped as new ones come. */
const logsKept = 5000;

/**
 * The tenant's state: rows by table and key, in insertion order. It remembers what rows that changed were when
 * last saved, so that two processes with one state file can merge instead of overwriting each other.
 */
export class Store {
  #maps: TableMaps;
  #touched = new Map<TableName, Map<string, unknown>>();
  #replaced = false;
  #version = 0;

  constructor(rows: Partial<Rows>) {
    this.#maps = mapsOf(rows);
  }

  /** Counts writes; unchanged means that nothing was written. */
  get version(): number {
    return this.#version;
  }

  get<Name extends TableName>(table: Name, key: string): Tables[Name] | undefined {
    return this.#map(table).get(key);
  }

  put<Name extends TableName>(table: Name, key: string, row: Tables[Name]): void {
    const map = this.#map(table);
    this.#touch(table, key);
    map.set(key, row);
    if (table === 'logs' && map.size > logsKept) {
      const oldest = map.keys().next().value;
      if (oldest !== undefined) this.delete('logs', oldest);
    }
  }

  delete(table: TableName, key: string): boolean {
    const map = this.#map(table);
    if (map.has(key)) this.#touch(table, key);
    return map.delete(key);
  }

  values<Name extends TableName>(table: Name): Tables[Name][] {
    return [...this.#map(table).values()];
  }

  keys(table: TableName): string[] {
    return [...this.#map(table).keys()];
  }

  find<Name extends TableName>(table: Name, test: (row: Tables[Name]) => boolean): Tables[Name] | undefined {
    for (const row of this.#map(table).values()) if (test(row)) return row;
    return undefined;
  }

  /** Replaces everything: a reset, or a state given whole. */
  replace(rows: Partial<Rows>): void {
    this.#maps = mapsOf(rows);
    this.#touched = new Map();
    this.#replaced = true;
    this.#version++;
  }

  /** All rows, as data. */
  rows(): Rows {
    return Object.fromEntries(
      tableNames.map((table) => [table, Object.fromEntries(this.#map(table))]),
    ) as unknown as Rows;
  }

  /** Whether anything changed since the last `adopt`. */
  get dirty(): boolean {
    return this.#replaced || this.#touched.size > 0;
  }

  /**
   * This state's changes laid over what another process saved, within each row too. A state that was replaced here wins
   * whole.
   */
  mergeOnto(saved: Partial<Rows> | undefined): Rows {
    if (this.#replaced || saved === undefined) return this.rows();
    const merged = mapsOf(saved);
    for (const [table, keys] of this.#touched) {
      const rows = merged[table] as Map<string, unknown>;
      for (const [key, before] of keys) {
        const row = layOver(before, this.#map(table).get(key), rows.get(key));
        if (row === undefined) rows.delete(key);
        else rows.set(key, row);
      }
    }
    return Object.fromEntries(
      tableNames.map((table) => [table, Object.fromEntries<unknown>(merged[table])]),
    ) as unknown as Rows;
  }

  /** Takes rows that are now the saved ones; nothing counts as changed any more. */
  adopt(rows: Partial<Rows>): void {
    this.#maps = mapsOf(rows);
    this.#touched = new Map();
    this.#replaced = false;
    this.#version++;
  }

  #map<Name extends TableName>(table: Name): Map<string, Tables[Name]> {
    return this.#maps[table] as Map<string, Tables[Name]>;
  }

  /** Remembers that a row is about to change. */
  #touch(table: TableName, key: string): void {
    this.#version++;
    const keys = this.#touched.get(table) ?? new Map<string, unknown>();
    if (!keys.has(key)) keys.set(key, this.#map(table).get(key));
    this.#touched.set(table, keys);
  }
}

function mapsOf(rows: Partial<Rows>): TableMaps {
  return Object.fromEntries(
    tableNames.map((table) => [table, new Map(Object.entries(rows[table] ?? {}))]),
  ) as unknown as TableMaps;
}
