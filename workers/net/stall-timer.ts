/** Fewer bytes than these in all that time are as good as none: a file of 4 MB would take hours. */
const LEAST_BYTES = 16 * 1024;

/** Ends a fetch from which next to nothing arrives. */
export class StallTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #bytes = 0;

  /** @param after in milliseconds */
  constructor(
    private readonly after: number,
    private readonly onStall: (reason: Error) => void,
  ) {
    this.restart();
  }

  /** Begins to wait anew. */
  restart(): void {
    this.end();
    this.#bytes = 0;
    this.#timer = setTimeout(() => {
      const came = this.#bytes === 0 ? 'nothing' : `only ${this.#bytes} bytes`;
      this.onStall(new Error(`${came} came in ${this.after / 1000} s`));
    }, this.after);
  }

  arrived(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= LEAST_BYTES) this.restart();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
