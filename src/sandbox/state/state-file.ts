import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isObject, parseJson } from '../../core/json.ts';
import type { Store } from './store.ts';
import type { Rows } from './tables.ts';

const format = 1;
const lockPatience = 2000;
const lockStaleAfter = 5000;

/**
 * The file that keeps a tenant between processes: 0600 in a 0700 directory, replaced by rename. Writers of one file
 * take turns through a lock file beside it and lay their own changes over what is there.
 */
export class StateFile {
  readonly #path: string;
  #seen = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** What the file holds; undefined when there is none or it is not a sandbox state. */
  load(): Partial<Rows> | undefined {
    this.#seen = this.#stamp();
    return this.#read();
  }

  /** Takes over what another process saved, when this one has nothing unsaved. */
  refresh(store: Store): void {
    if (store.dirty) return;
    const stamp = this.#stamp();
    if (stamp === this.#seen || stamp === '') return;
    const rows = this.load();
    if (rows !== undefined) store.adopt(rows);
  }

  /**
   * Saves a newly seeded store. With `yielding`, a state that another process made meanwhile is taken instead.
   * Throws when the file cannot be written.
   */
  create(store: Store, yielding: boolean): void {
    this.#write(store, (saved) => (yielding && saved !== undefined ? saved : store.rows()));
  }

  /** Saves the store's changes. Throws when the file cannot be written. */
  save(store: Store): void {
    if (store.dirty) this.#write(store, (saved) => store.mergeOnto(saved));
  }

  #write(store: Store, merge: (saved: Partial<Rows> | undefined) => Partial<Rows>): void {
    makeDirectories(dirname(this.#path));
    const release = lock(`${this.#path}.lock`);
    try {
      const rows = merge(this.#stamp() === this.#seen ? undefined : this.#read());
      const temporary = `${this.#path}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify({ format, rows }), { mode: 0o600 });
      chmodSync(temporary, 0o600);
      renameSync(temporary, this.#path);
      this.#seen = this.#stamp();
      store.adopt(rows);
    } finally {
      release();
    }
  }

  #read(): Partial<Rows> | undefined {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return undefined;
    }
    const parsed = parseJson(text);
    if (!isObject(parsed) || parsed.format !== format || !isObject(parsed.rows)) return undefined;
    return parsed.rows as Partial<Rows>;
  }

  #stamp(): string {
    try {
      const stat = statSync(this.#path, { bigint: true });
      return `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
    } catch {
      return '';
    }
  }
}

/** Creates a directory (0700) with those above it; Node's own recursion never ends where nobody may create anything, as below `/proc`. */
export function makeDirectories(directory: string): void {
  const above = dirname(directory);
  if (tryMake(directory) !== 'ENOENT' || above === directory) return;
  makeDirectories(above);
  if (tryMake(directory) === 'ENOENT') mkdirSync(directory);
}

function tryMake(directory: string): 'made' | 'ENOENT' {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (isObject(error) && error.code === 'ENOENT') return 'ENOENT';
    if (!isObject(error) || error.code !== 'EEXIST') throw error;
  }
  return 'made';
}

/** Takes the lock, waiting for another process; a lock whose owner died is taken over. */
function lock(path: string): () => void {
  const giveUp = Date.now() + lockPatience;
  for (;;) {
    try {
      closeSync(openSync(path, 'wx', 0o600));
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isObject(error) || error.code !== 'EEXIST') throw error;
      if (isStale(path) || Date.now() > giveUp) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isStale(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > lockStaleAfter;
  } catch {
    return false;
  }
}
