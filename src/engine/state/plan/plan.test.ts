import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEARCH_MODES } from '../../../../workers/protocol';
import { captionsForClass, retrievedCaptions } from '../../retrieval/caption-store';
import {
  type Basis,
  candidatesOfPhoto,
  captionsOfClass,
  captionsOfPhoto,
  countsOfClass,
  embeddingOf,
  extrasOfClass,
  pairsOfPhoto,
} from '../basis';
import type { ClassRecord, PhotoRecord } from '../records';
import { defaultRequest } from '../request/request';
import type { Request } from '../types';
import {
  awaitsSpace,
  lacksCaptions,
  lacksClassCaptions,
  lacksCounts,
  lacksPairs,
  nextForEncoder,
  nextForRetrieval,
  progressOf,
  type RequestSteps,
  type RetrievalWorld,
  stepsFor,
} from './plan';

const request = defaultRequest('https://here.example/');

describe('steps for a request', () => {
  const steps = (change: Partial<Request>) =>
    Object.entries(stepsFor({ ...request, ...change }, request))
      .filter(([, isNeeded]) => isNeeded)
      .map(([name]) => name as keyof RequestSteps);

  it('are none while it is the same, and at the start whatever nothing else leads to', () => {
    expect(steps({})).toEqual([]);
    const first = Object.entries(stepsFor(request, null)).filter(([, isNeeded]) => isNeeded);
    expect(first.map(([name]) => name)).toEqual(['readClasses', 'loadModel', 'openIndex', 'chooseMethod']);
  });

  const cases: readonly [keyof Request, Partial<Request>, readonly (keyof RequestSteps)[]][] = [
    ['classesText', { classesText: 'fern' }, ['readClasses', 'awaitTyping']],
    ['prompts', { prompts: { ...request.prompts, zeroShot: 'a {}' } }, ['readClasses', 'awaitTyping']],
    ['templates', { templates: 'the {}' }, ['awaitTyping']],
    ['searchMode', { searchMode: 'name' }, ['retrySpaces']],
    ['method', { method: 'x-more' }, ['retrySpaces', 'chooseMethod']],
    ['parameters', { parameters: { core: { k: 4 } } }, ['weigh']],
    ['model', { model: { ...request.model } }, ['loadModel', 'weigh']],
    ['manifestUrl', { manifestUrl: 'https://other.example/' }, ['openIndex']],
    ['indexMemory', { indexMemory: 17 }, ['limitMemory']],
    ['indexRecall', { indexRecall: 51 }, ['aimAtRecall']],
    ['captionRules', { captionRules: { ...request.captionRules } }, ['awaitRules']],
  ];

  it.each(cases)('follow from another %s', (_, change, expected) => {
    expect(steps(change)).toEqual(expected);
  });

  it('are known for every part of a request', () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(request)));
  });
});

const basis: Basis = { space: 'siglip', captions: 3 };

const photoOf = (id: string, change: Partial<PhotoRecord> = {}): PhotoRecord => ({
  view: {
    id,
    file: id,
    bytes: 1,
    added: 1,
    status: 'done',
    error: null,
    warnings: [],
    thumbnail: null,
    width: 1,
    height: 1,
    accepted: null,
  },
  file: new File([], id),
  embedding: { key: 'siglip', value: Float32Array.of(1) },
  hits: null,
  pairs: null,
  names: null,
  candidates: null,
  atoms: null,
  deaths: 0,
  ...change,
});

function classOf(name: string, space = 'siglip'): ClassRecord {
  const vector = Float32Array.of(1);
  return {
    names: { name, names: [name], descriptions: [] },
    key: name,
    prototype: { key: space, value: { own: vector, query: vector, names: [vector] } },
    extras: null,
    hits: null,
    searched: null,
    counts: null,
    atoms: null,
  };
}

describe('the encoder', () => {
  const ids = (photos: readonly PhotoRecord[]) => photos.map(({ view }) => view.id).join('');
  const queued = [...'abcdef'].map((id) => photoOf(id));

  it('embeds texts before photos, and photos while names are being typed', () => {
    const texts = Array.from({ length: 40 }, (_, i) => `${i}`);
    const job = nextForEncoder({ missingTexts: texts, isTyping: false, queued });
    expect(job).toEqual({ kind: 'embed texts', texts: texts.slice(0, 32) });
    const typing = nextForEncoder({ missingTexts: texts, isTyping: true, queued });
    expect(typing?.kind === 'embed photos' && ids(typing.photos)).toBe('abcd');
    expect(nextForEncoder({ missingTexts: texts, isTyping: true, queued: [] })).toBeNull();
  });

  it('gives a photo that may be fatal to a worker of its own', () => {
    const deadly = photoOf('x', { deaths: 1 });
    const next = (...photos: PhotoRecord[]) => {
      const job = nextForEncoder({ missingTexts: [], isTyping: false, queued: photos });
      return job?.kind === 'embed photos' ? ids(job.photos) : null;
    };
    expect(next(deadly, ...queued)).toBe('x');
    expect(next(queued[0]!, queued[1]!, deadly, queued[2]!)).toBe('ab');
  });
});

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
      mode: 'meaning',
      spaces: { text: 'absent', image: 'absent' },
      readsCounts: false,
      pairs: null,
      unsearchedClasses: thoseClasses(lacksClassCaptions),
      uncountedClasses: thoseClasses(lacksCounts),
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
          if (job.kind === 'search photos') record.hits = found;
          else record.pairs = found;
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

it('what was embedded in another space, or for another embedding, is not shown', () => {
  const vector = Float32Array.of(1);
  const cls = classOf('fern');
  cls.extras = { key: '', space: 'siglip', value: { templates: [vector], descriptions: [] } };
  const photo = photoOf('a');
  const named = { names: ['fern'], embeddings: [vector] };
  photo.candidates = { key: '', query: photo.embedding!.value, value: named };
  expect([extrasOfClass(cls, basis)?.templates, candidatesOfPhoto(photo, basis)]).toEqual([[vector], named]);
  const later = { ...basis, space: 'another' };
  expect([extrasOfClass(cls, later), candidatesOfPhoto(photo, later)]).toEqual([null, null]);
  photo.embedding = { key: 'siglip', value: Float32Array.of(1) };
  expect(candidatesOfPhoto(photo, basis)).toBeNull();
});

describe('progress', () => {
  it('counts what the batch has behind it, and nothing while the model has failed', () => {
    expect(progressOf({ queued: 3, working: 1 }, 'ready', 10)).toEqual({ running: true, total: 10, done: 6 });
    expect(progressOf({ queued: 3, working: 0 }, 'loading', 3)).toEqual({ running: true, total: 3, done: 0 });
    expect(progressOf({ queued: 3, working: 0 }, 'failed', 3)).toEqual({ running: false, total: 0, done: 0 });
    expect(progressOf({ queued: 0, working: 0 }, 'ready', 3)).toEqual({ running: false, total: 0, done: 0 });
  });
});
