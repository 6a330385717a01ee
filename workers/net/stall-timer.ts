/** Fewer bytes than these in all that time are as good as none: a file of 4 MB would take hours. */
const LEAST_BYTES = 16 * 1024;

/** A browser that answers within so many milliseconds is not what holds a request up. */
const PROMPT = 1000;

/** Times the wait is begun anew where the browser is what holds the request up. */
const MOST_WAITS = 10;

/**
 * Ends a fetch from which next to nothing arrives. A browser that compiles on all its threads may leave a request lying
 * for minutes before it is sent: that is not the host's silence, and is waited out.
 */
export class StallTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #bytes = 0;
  #hasBegun = false;
  /** Rises with each wait, so that an answer to an earlier probe says nothing. */
  #wait = 0;

  /**
   * @param after in milliseconds
   * @param probe asks this browser for something that is near; it settles once the browser has seen to that
   */
  constructor(
    private readonly after: number,
    private readonly onStall: (reason: Error) => void,
    private readonly probe: (() => Promise<unknown>) | null = null,
  ) {
    this.#begin(0);
  }

  /** Takes note that the host has answered: from here on silence is its own. */
  answered(): void {
    this.#hasBegun = true;
    this.#begin(0);
  }

  arrived(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= LEAST_BYTES) this.#begin(0);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#wait++;
  }

  /** @param waits that were begun anew already because the browser did not answer */
  #begin(waits: number): void {
    this.end();
    this.#bytes = 0;
    const wait = this.#wait;
    this.#timer = setTimeout(async () => {
      if (!this.#hasBegun && waits < MOST_WAITS && (await this.#isBusy())) {
        if (wait === this.#wait) this.#begin(waits + 1);
        return;
      }
      if (wait !== this.#wait) return;
      const came = this.#bytes === 0 ? 'nothing' : `only ${this.#bytes} bytes`;
      this.onStall(new Error(`${came} came in ${this.after / 1000} s`));
    }, this.after);
  }

  /** Whether the browser does not answer at once either; it is waited for, for as long as for a host. */
  async #isBusy(): Promise<boolean> {
    if (this.probe === null) return false;
    const asked = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, this.after);
    });
    await Promise.race([this.probe().catch(() => {}), patience]);
    clearTimeout(timer);
    return performance.now() - asked > PROMPT;
  }
}
