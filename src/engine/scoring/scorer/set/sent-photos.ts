import { type Atoms, type Method, type ParameterValues, type PhotoInput, reads } from '../../../../../core';
import type { ScoringClient } from '../../../workers/clients';

/** Photos that go to the worker in one message: copying their vectors holds the page up for a millisecond or two. */
export const SENT_AT_ONCE = 256;

/** What of a photo the worker has. */
type Sent = Pick<PhotoInput, 'paired' | 'candidates'> & {
  readonly own: Atoms['own'];
  /** Null where it has no captions. */
  readonly atoms: Atoms | null;
};

/** The photos that the worker keeps: each is sent once, and again only where what the method reads of it is another. */
export class SentPhotos {
  #sent = new Map<string, Sent>();

  constructor(private readonly client: Pick<ScoringClient, 'take' | 'drop'>) {}

  /**
   * Sends what the worker lacks of these photos, and has it drop all others.
   * @param isWanted asked between two messages: false ends it
   */
  async bring(
    method: Method,
    values: ParameterValues,
    photos: readonly PhotoInput[],
    isWanted: () => boolean,
  ): Promise<void> {
    const lacking = photos.filter(
      (photo) => !isSame(this.#sent.get(photo.id), partRead(method, values, photo)),
    );
    for (let at = 0; at < lacking.length && isWanted(); at += SENT_AT_ONCE) {
      const slice = lacking.slice(at, at + SENT_AT_ONCE);
      const parts = slice.map((photo) => partRead(method, values, photo));
      // Messages arrive in order: what is on its way counts as there.
      slice.forEach(({ id }, i) => {
        this.#sent.set(id, parts[i]!);
      });
      await this.client.take(slice.map(({ id }, i) => inputOf(id, parts[i]!)));
    }
    if (!isWanted() || this.#sent.size === photos.length) return;
    const ids = new Set(photos.map(({ id }) => id));
    const gone = [...this.#sent.keys()].filter((id) => !ids.has(id));
    for (const id of gone) this.#sent.delete(id);
    await this.client.drop(gone);
  }

  /** The worker is another one, which has nothing. */
  forget(): void {
    this.#sent = new Map();
  }
}

/** What the method does not read need not pass the worker's door. */
function partRead(method: Method, values: ParameterValues, { atoms, paired, candidates }: PhotoInput): Sent {
  return {
    own: atoms.own,
    atoms: reads(method, 'captions of photo', values) ? atoms : null,
    paired: reads(method, 'image vectors in index') ? paired : null,
    candidates: reads(method, 'candidate names') ? candidates : null,
  };
}

const isSame = (a: Sent | undefined, b: Sent) =>
  a !== undefined &&
  a.own === b.own &&
  a.atoms === b.atoms &&
  a.paired === b.paired &&
  a.candidates === b.candidates;

/** A view would take the whole buffer that it looks into along. */
const inputOf = (id: string, { own, atoms, paired, candidates }: Sent): PhotoInput => ({
  id,
  paired,
  candidates,
  atoms: {
    own: Float32Array.from(own),
    captions: atoms?.captions ?? [],
    similarities: Float64Array.from(atoms?.similarities ?? []),
  },
});
