/**
 * Runs one kind of work, a piece at a time: `work` does the most urgent piece and says whether there was any. A work loop
 * that ran dry sleeps until woken, so nothing polls, and what is urgent is decided afresh before every piece.
 */
export class WorkLoop {
  #running = false;
  #woken = false;

  constructor(
    private readonly work: () => Promise<boolean>,
    private readonly onSettled: () => void,
  ) {}

  get busy(): boolean {
    return this.#running;
  }

  /** Starts the loop, or has it look once more before it sleeps. */
  wake(): void {
    this.#woken = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#woken) {
        this.#woken = false;
        while (await this.work());
      }
    } finally {
      this.#running = false;
      this.onSettled();
    }
  }
}

/** Lets input and paint go first. A message is not held back in a hidden tab, as a timer would be. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
