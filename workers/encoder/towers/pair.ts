import type { TokenIds } from './tokens';
import type { Pixels, Tower } from './tower';

/** Loads a tower, tested. */
export interface TowerLoaders {
  vision(): Promise<Tower<Pixels>>;
  text(): Promise<Tower<TokenIds>>;
}

/**
 * The two towers of a checkpoint, each loaded when it is first used and again after it was dropped. Towers that are too
 * large to stand side by side take turns: one leaves before the other comes. One works at a time, so that none is dropped
 * while it computes.
 */
export class TowerPair {
  readonly #vision: Slot<Pixels>;
  readonly #text: Slot<TokenIds>;
  /** Settles when no tower works. */
  #work: Promise<unknown> = Promise.resolve();

  /** @param takeTurns whether one tower leaves before the other comes */
  constructor(
    loaders: TowerLoaders,
    private readonly takeTurns: boolean,
  ) {
    this.#vision = new Slot(loaders.vision);
    this.#text = new Slot(loaders.text);
  }

  /** Runs `work` with the vision tower. */
  withVision<T>(work: (tower: Tower<Pixels>) => Promise<T>): Promise<T> {
    return this.#after(async () => {
      if (this.takeTurns) await this.#text.drop();
      return work(await this.#vision.get());
    });
  }

  /** Runs `work` with the text tower. */
  withText<T>(work: (tower: Tower<TokenIds>) => Promise<T>): Promise<T> {
    return this.#after(async () => {
      if (this.takeTurns) await this.#vision.drop();
      return work(await this.#text.get());
    });
  }

  #after<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#work.then(work, work);
    this.#work = next.catch(() => {});
    return next;
  }
}

/** A place for one tower; a load that failed is tried again. */
class Slot<Input> {
  #tower: Tower<Input> | null = null;

  constructor(private readonly load: () => Promise<Tower<Input>>) {}

  async get(): Promise<Tower<Input>> {
    this.#tower ??= await this.load();
    return this.#tower;
  }

  async drop(): Promise<void> {
    const tower = this.#tower;
    this.#tower = null;
    await tower?.dispose();
  }
}
