import type { EvaluationApi, PackedCaptions, PackedSides } from '../../../../workers/protocol';
import type { RetrievedCaptions } from '../../retrieval/captions/caption-store';
import { type Basis, captionsOfClass, captionsOfPhoto, embeddingOf, prototypeOf } from '../../state/basis';
import type { EngineData } from '../../state/engine-data';
import type { ClassRecord } from '../../state/records';
import { nextTask } from '../../state/work-loop';
import type { Linked } from '../../workers/worker-link';

/** Photos or classes that go to the worker in one message: copying their vectors holds the page up for a few milliseconds. */
export const SENT_AT_ONCE = 128;

/** An embedding and what was retrieved by it; told apart by their objects. */
export interface Side {
  readonly id: string;
  readonly own: Float32Array;
  readonly hits: RetrievedCaptions | null;
}

/** The photos, classes and captions that the evaluation worker keeps: each is sent once, and again where it is another. */
export class SentSides {
  #basis: Basis | null = null;
  #photos = new Map<string, Side>();
  #classes: readonly Side[] = [];
  readonly #captions = new Set<number>();

  constructor(
    private readonly client: Linked<EvaluationApi>,
    private readonly data: Pick<EngineData, 'photos' | 'captions' | 'basis'>,
  ) {}

  /** The worker is another one, which has nothing. */
  forget(): void {
    this.#basis = null;
  }

  /**
   * Sends what the worker lacks of these photos and of the class list, and has it drop photos that are gone.
   * @param mayGoOn throws where nobody waits for it any more
   * @returns ids of the photos that are embedded, in order
   */
  async bring(
    ids: readonly string[],
    classes: readonly ClassRecord[],
    mayGoOn: () => void,
  ): Promise<readonly string[]> {
    const basis = this.data.basis();
    if (this.#basis?.space !== basis.space || this.#basis.captions !== basis.captions) {
      await this.client.clear();
      this.#basis = basis;
      this.#photos = new Map();
      this.#classes = [];
      this.#captions.clear();
    }
    const photos = ids.flatMap((id): Side[] => {
      const record = this.data.photos.get(id);
      const own = record === undefined ? null : embeddingOf(record, basis);
      return own === null ? [] : [{ id, own, hits: captionsOfPhoto(record!, basis) }];
    });
    const lacking = photos.filter((side) => !same(this.#photos.get(side.id), side));
    for (let at = 0; at < lacking.length; at += SENT_AT_ONCE) {
      const some = lacking.slice(at, at + SENT_AT_ONCE);
      await this.#bringCaptions(some, mayGoOn);
      await this.client.keepPhotos(packed(some));
      for (const side of some) this.#photos.set(side.id, side);
    }
    await this.#dropGone();
    await this.#bringClasses(
      classes.map((record) => ({
        id: record.names.name,
        own: prototypeOf(record, basis)!.own,
        hits: captionsOfClass(record, basis),
      })),
      mayGoOn,
    );
    return photos.map(({ id }) => id);
  }

  /** Classes that are not the list's, in the form of a question; sends the captions of theirs that the worker lacks. */
  async pack(classes: readonly Side[], mayGoOn: () => void): Promise<PackedSides> {
    for (let at = 0; at < classes.length; at += SENT_AT_ONCE)
      await this.#bringCaptions(classes.slice(at, at + SENT_AT_ONCE), mayGoOn);
    return packed(classes);
  }

  async #dropGone(): Promise<void> {
    const gone = [...this.#photos.keys()].filter((id) => this.data.photos.get(id) === undefined);
    if (gone.length === 0) return;
    for (const id of gone) this.#photos.delete(id);
    await this.client.dropPhotos(gone);
  }

  async #bringClasses(classes: readonly Side[], mayGoOn: () => void): Promise<void> {
    const isSame =
      classes.length === this.#classes.length && classes.every((cls, c) => same(this.#classes[c], cls));
    if (isSame) return;
    this.#classes = [];
    for (let at = 0; at < classes.length; at += SENT_AT_ONCE) {
      const some = classes.slice(at, at + SENT_AT_ONCE);
      await this.#bringCaptions(some, mayGoOn);
      await this.client.keepClasses(packed(some), at === 0);
    }
    this.#classes = classes;
  }

  async #bringCaptions(sides: readonly Side[], mayGoOn: () => void): Promise<void> {
    await nextTask();
    mayGoOn();
    const lacking = new Set<number>();
    for (const { hits } of sides)
      for (const id of hits?.ids ?? []) if (!this.#captions.has(id)) lacking.add(id);
    if (lacking.size === 0) return;
    await this.client.keepCaptions(packedCaptions([...lacking], (id) => this.data.captions.embedding(id)));
    for (const id of lacking) this.#captions.add(id);
  }
}

const same = (a: Side | undefined, b: Side) => a !== undefined && a.own === b.own && a.hits === b.hits;

function packedCaptions(
  ids: readonly number[],
  embedding: (id: number) => ArrayLike<number>,
): PackedCaptions {
  return { ids: Int32Array.from(ids), embeddings: stacked(ids.map(embedding)) };
}

function packed(sides: readonly Side[]): PackedSides {
  const starts = new Int32Array(sides.length + 1);
  sides.forEach(({ hits }, i) => {
    starts[i + 1] = starts[i]! + (hits?.ids.length ?? 0);
  });
  const captions = new Int32Array(starts[sides.length]!);
  const similarities = new Float64Array(captions.length);
  sides.forEach(({ hits }, i) => {
    if (hits === null) return;
    captions.set(hits.ids, starts[i]!);
    similarities.set(hits.similarities, starts[i]!);
  });
  return {
    ids: sides.map(({ id }) => id),
    own: stacked(sides.map(({ own }) => own)),
    starts,
    captions,
    similarities,
  };
}

function stacked(rows: readonly ArrayLike<number>[]): PackedSides['own'] {
  const width = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * width);
  rows.forEach((values, i) => {
    data.set(values, i * width);
  });
  return { count: rows.length, width, data };
}
