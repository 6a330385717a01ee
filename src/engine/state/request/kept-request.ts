import type { Request } from '../types';
import { dropRequest, storeRequest } from './request';

/** Milliseconds after the last change before the request is written. */
const REST = 300;

/** Keeps the request between visits: written once its changes rest. */
export class KeptRequest {
  #isKept = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param storage null where the browser refuses */
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
    private readonly base: string,
    private readonly request: () => Request,
  ) {}

  changed(): void {
    if (!this.#isKept) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.write(), REST);
  }

  /** Says whether it is kept at all; where it is not, what was kept is dropped. */
  setKept(isKept: boolean): void {
    if (isKept === this.#isKept) return;
    this.#isKept = isKept;
    if (isKept) this.changed();
    else {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      dropRequest(this.storage);
    }
  }

  /** Writes a change that still rests. */
  write(): void {
    // A page that asked for nothing must not overwrite what another tab has kept since.
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    storeRequest(this.storage, this.request(), this.base);
  }
}
