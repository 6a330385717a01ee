import type { ByteProgress } from '../../../workers/protocol';
import type { LoadingProgress } from '../state/types';

/** Milliseconds back to which the rate looks: long enough to be calm, short enough to notice a slow network. */
const WINDOW = 10_000;
/** Milliseconds before which no rate is said. */
const FIRST_RATE = 1000;

/** Adds up the files of a model that is loading: how much is there, how fast the rest comes, how long it will take. */
export class LoadProgress {
  readonly #files = new Map<string, { readonly loaded: number; readonly total: number }>();
  /** Bytes that came over the network until a moment, oldest first. */
  #samples: { readonly at: number; readonly came: number }[] = [];
  #came = 0;

  /**
   * @param expected bytes of all files; null where nobody knows
   * @param now in milliseconds
   */
  constructor(
    private readonly expected: number | null,
    private readonly now: () => number,
  ) {}

  /** Takes how far a file is. What is there at the first word of it lay in the store already. */
  add({ file, loaded, total }: ByteProgress): LoadingProgress {
    const before = this.#files.get(file);
    this.#files.set(file, { loaded, total });
    if (before !== undefined) this.#came += Math.max(0, loaded - before.loaded);
    const at = this.now();
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= WINDOW), { at, came: this.#came }];
    const sums = [...this.#files.values()];
    const there = sums.reduce((sum, one) => sum + one.loaded, 0);
    const all = Math.max(
      this.expected ?? 0,
      sums.reduce((sum, one) => sum + one.total, 0),
    );
    const bytesPerSecond = this.#rate(at);
    const secondsLeft = bytesPerSecond === null ? null : (all - there) / bytesPerSecond;
    return { loaded: there, total: all, bytesPerSecond, secondsLeft };
  }

  #rate(at: number): number | null {
    const first = this.#samples[0]!;
    const came = this.#came - first.came;
    return at - first.at < FIRST_RATE || came === 0 ? null : (came * 1000) / (at - first.at);
  }
}
