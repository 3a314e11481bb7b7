import type { StateFile } from './state-file.ts';
import type { Store } from './store.ts';

/** Milliseconds a change may wait before it is written. */
const delay = 40;

/** Keeps store and state file in step; without a file it does nothing. */
export class Persistence {
  readonly #store: Store;
  readonly #file: StateFile | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, file: StateFile | undefined) {
    this.#store = store;
    this.#file = file;
  }

  /** Takes over what other processes saved. */
  refresh(): void {
    this.#file?.refresh(this.#store);
  }

  /** Writes soon, when there is something to write. */
  schedule(): void {
    if (this.#file === undefined || this.#timer !== undefined || !this.#store.dirty) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#file?.save(this.#store);
    }, delay);
    this.#timer.unref();
  }

  /** Writes now. Throws when the file cannot be written. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#file?.save(this.#store);
  }
}
