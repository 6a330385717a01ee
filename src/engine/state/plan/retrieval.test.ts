import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEARCH_MODES } from '../../../../workers/protocol';
import { captionsForClass, retrievedCaptions } from '../../retrieval/captions/caption-store';
import { captionsOfClass, captionsOfPhoto, countsOfClass, embeddingOf, pairsOfPhoto } from '../basis';
import type { ClassRecord, PhotoRecord } from '../records';
import {
  awaitsSpace,
  lacksCaptions,
  lacksClassCaptions,
  lacksCounts,
  lacksPairs,
  nextForRetrieval,
  type RetrievalWorld,
} from './retrieval';
import { basis, classOf, photoOf } from './testing/records';

describe('the retrieval worker', () => {
  function worldOf(
    { classes = [], ...change }: Partial<RetrievalWorld> & { classes?: readonly ClassRecord[] } = {},
    photos: readonly PhotoRecord[] = [],
  ): RetrievalWorld {
    const thoseClasses = (lacks: typeof lacksCounts) => (key: string) => ({
      next: (most: number) => classes.filter((record) => lacks(record, basis, key)).slice(0, most),
    });
    const those = (lacks: typeof lacksCaptions) => (key: string) => ({
      next: (most: number) => photos.filter((record) => lacks(record, basis, key)).slice(0, most),
    });
    return {
      basis,
      key: 'today',
      classesKey: 'today',
      mode: 'meaning',
      spaces: { text: 'absent', image: 'absent' },
      readsCounts: false,
      pairs: null,
      unsearchedClasses: thoseClasses(lacksClassCaptions),
      uncountedClasses: thoseClasses(lacksCounts),
      unmerged: () => ({ next: () => [] }),
      unsearched: those(lacksCaptions),
      unpaired: those(lacksPairs),
      ...change,
    };
  }

  /** Does what the plan says until it says nothing more; gives the kinds of jobs. */
  function carryOut(world: RetrievalWorld): string[] {
    const kinds: string[] = [];
    let now = world;
    for (let job = nextForRetrieval(now); job !== null; job = nextForRetrieval(now)) {
      if (kinds.length === 50) throw new Error(`The plan goes round: ${kinds.join(', ')}`);
      kinds.push(job.kind === 'search classes' ? `${job.kind} by ${job.mode}` : job.kind);
      const { captions } = basis;
      if (job.kind === 'fetch space') now = { ...now, spaces: { ...now.spaces, [job.space]: 'ready' } };
      else if (job.kind === 'search classes')
        for (const record of job.classes)
          record.hits = {
            key: job.key,
            query: record.prototype!.value.query,
            captions,
            value: captionsForClass([]),
          };
      else if (job.kind === 'count names')
        for (const record of job.classes) record.counts = { key: job.key, captions, value: [1] };
      else
        for (const record of job.photos) {
          const found = {
            key: job.key,
            query: record.embedding!.value,
            captions,
            value: retrievedCaptions([]),
          };
          if (job.kind === 'pair photos') record.pairs = found;
          else record.hits = found;
        }
    }
    return kinds;
  }

  it('searches classes first, then photos, then what the method reads', () => {
    const photos = Array.from({ length: 20 }, (_, i) => photoOf(`${i}`));
    const classes = [classOf('fern'), classOf('moss')];
    const world = worldOf(
      { classes, mode: 'hybrid', spaces: { text: 'unused', image: 'unused' }, readsCounts: true, pairs: 8 },
      photos,
    );
    expect(carryOut(world)).toEqual([
      'fetch space',
      'fetch space',
      'search classes by hybrid',
      'search photos',
      'search photos',
      'count names',
      'pair photos',
      'pair photos',
    ]);
    expect(nextForRetrieval({ ...world, spaces: { text: 'ready', image: 'ready' } })).toBeNull();
    expect(
      nextForRetrieval({ ...world, mode: 'name', spaces: { text: 'ready', image: 'ready' } }),
    ).toMatchObject({
      kind: 'search classes',
      mode: 'name',
    });
  });

  it('merges what is at hand before it searches, many photos at a time', () => {
    const photos = Array.from({ length: 170 }, (_, i) => photoOf(`${i}`));
    const atHand = new Set(photos.slice(10, 160));
    const world = worldOf(
      {
        unmerged: (key) => ({
          next: (most) =>
            photos.filter((photo) => atHand.has(photo) && lacksCaptions(photo, basis, key)).slice(0, most),
        }),
      },
      photos,
    );
    expect(carryOut(world)).toEqual(['merge photos', 'merge photos', 'search photos', 'search photos']);
  });

  it('does not wait for vectors that come later, and searches again when they are there', () => {
    const classes = [classOf('fern')];
    const loading = worldOf({ classes, mode: 'second', spaces: { text: 'loading', image: 'absent' } });
    expect(awaitsSpace(loading)).toBe(true);
    expect(carryOut(loading)).toEqual(['search classes by meaning']);
    expect(carryOut({ ...loading, spaces: { text: 'ready', image: 'absent' } })).toEqual([
      'search classes by second',
    ]);
    const failed = { ...loading, spaces: { text: 'failed', image: 'absent' } } as const;
    expect([awaitsSpace(failed), carryOut(failed)]).toEqual([false, ['search classes by meaning']]);
  });

  const anyKey = fc.constantFrom('today', 'today meaning false', 'yesterday');
  const anySpace = fc.constantFrom('siglip', 'another');
  const anyFound = fc.record({ key: anyKey, isOwn: fc.boolean(), captions: fc.constantFrom(2, 3) });
  const other = Float32Array.of(2);

  it('ends with nothing of another basis or key, wherever it began; and what was so is not shown before', () => {
    const anyPhoto = fc
      .record({ space: anySpace, hits: fc.option(anyFound), pairs: fc.option(anyFound) })
      .map(({ space, hits, pairs }) => {
        const query = Float32Array.of(1);
        const from = (found: typeof hits) =>
          found && {
            key: found.key,
            query: found.isOwn ? query : other,
            captions: found.captions,
            value: retrievedCaptions([]),
          };
        return photoOf('p', {
          embedding: { key: space, value: query },
          hits: from(hits),
          pairs: from(pairs),
        });
      });
    const anyClass = fc
      .record({ space: anySpace, hits: fc.option(anyFound), counts: fc.option(anyFound) })
      .map(({ space, hits, counts }) => {
        const record = classOf('c', space);
        const { query } = record.prototype!.value;
        if (hits !== null)
          record.hits = { ...hits, query: hits.isOwn ? query : other, value: captionsForClass([]) };
        if (counts !== null) record.counts = { ...counts, value: [1] };
        return record;
      });
    const anyMode = fc.constantFrom(...SEARCH_MODES);
    fc.assert(
      fc.property(
        fc.array(anyPhoto),
        fc.array(anyClass),
        anyMode,
        fc.boolean(),
        (photos, classes, mode, more) => {
          for (const record of photos) {
            const shown = captionsOfPhoto(record, basis);
            if (shown !== null)
              expect([record.hits!.query, record.hits!.captions, record.embedding!.key]).toEqual([
                record.embedding!.value,
                basis.captions,
                basis.space,
              ]);
          }
          const world = worldOf(
            {
              classes,
              mode,
              spaces: { text: 'unused', image: 'unused' },
              readsCounts: more,
              pairs: more ? 4 : null,
            },
            photos,
          );
          carryOut(world);
          for (const record of photos) {
            const isEmbedded = embeddingOf(record, basis) !== null;
            expect(captionsOfPhoto(record, basis) !== null).toBe(isEmbedded);
            if (isEmbedded) expect(record.hits!.key).toBe('today');
            if (isEmbedded && more) expect(pairsOfPhoto(record, basis)).not.toBeNull();
          }
          for (const record of classes) {
            expect(captionsOfClass(record, basis) !== null).toBe(record.prototype!.key === basis.space);
            if (more) expect(countsOfClass(record, basis)).toEqual([1]);
          }
        },
      ),
    );
  });
});
