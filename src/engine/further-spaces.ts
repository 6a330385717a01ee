import type { IndexInfo, SpaceKind } from '../../workers/protocol';
import { toPlainError } from '../core';
import type { Parts } from './parts';
import type { RetrievalClient } from './retrieval-client';
import type { SpaceState } from './types';

export const UNUSED_SPACE: SpaceState = { status: 'unused', progress: null, error: null };

/** Fetches an index's further vectors when something needs them, once for each index that is opened. */
export class FurtherSpaces {
  readonly #openings = new Map<SpaceKind, number>();

  /** @param onChanged called when vectors are there, or will not come. */
  constructor(
    private readonly parts: Parts,
    private readonly client: RetrievalClient,
    private readonly onChanged: () => void,
  ) {}

  /** Whether the vectors are there. */
  isReady(kind: SpaceKind, { opening }: IndexInfo): boolean {
    return this.#openings.get(kind) === opening && this.#status(kind) === 'ready';
  }

  /** Whether it is known that the vectors are there, or will not come. */
  isSettled(kind: SpaceKind, { opening }: IndexInfo): boolean {
    return this.#openings.get(kind) === opening && this.#status(kind) !== 'loading';
  }

  /** Fetches vectors, unless they are there or have failed to come. */
  need(kind: SpaceKind, { opening }: IndexInfo): void {
    if (this.#openings.get(kind) !== opening) void this.#fetch(kind, opening);
  }

  /** Tries again what failed, when it is next needed. */
  retry(): void {
    for (const kind of ['text', 'image'] as const) if (this.#status(kind) === 'failed') this.#reset(kind);
  }

  /** Another index: its vectors are others. */
  forget(): void {
    for (const kind of ['text', 'image'] as const) this.#reset(kind);
  }

  #status(kind: SpaceKind): SpaceState['status'] {
    return this.parts.store.getState().spaces[kind].status;
  }

  #reset(kind: SpaceKind): void {
    this.#openings.delete(kind);
    this.#set(kind, UNUSED_SPACE);
  }

  async #fetch(kind: SpaceKind, opening: number): Promise<void> {
    this.#openings.set(kind, opening);
    const isCurrent = () => this.#openings.get(kind) === opening;
    this.#set(kind, { status: 'loading', progress: null, error: null });
    try {
      await this.client.fetchSpace(kind, ({ bytesLoaded, bytesTotal }) => {
        if (isCurrent()) this.#set(kind, { progress: { loaded: bytesLoaded, total: bytesTotal } });
      });
      if (isCurrent()) this.#set(kind, { status: 'ready', progress: null });
    } catch (thrown) {
      if (isCurrent()) this.#set(kind, { status: 'failed', progress: null, error: toPlainError(thrown) });
    }
    this.onChanged();
    this.parts.changed();
  }

  #set(kind: SpaceKind, change: Partial<SpaceState>): void {
    this.parts.store.setState(({ spaces }) => ({
      spaces: { ...spaces, [kind]: { ...spaces[kind], ...change } },
    }));
  }
}
