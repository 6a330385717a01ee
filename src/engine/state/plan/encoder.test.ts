import { describe, expect, it } from 'vitest';
import type { PhotoRecord } from '../records';
import { type EncoderWorld, nextForEncoder } from './encoder';
import { photoOf } from './testing/records';

describe('the encoder', () => {
  const ids = (photos: readonly PhotoRecord[]) => photos.map(({ view }) => view.id).join('');
  const queued = [...'abcdef'].map((id) => photoOf(id, { embedding: null }));
  const world: EncoderWorld = {
    model: 'ready',
    space: 'siglip',
    missingTexts: [],
    isTyping: false,
    queued,
  };

  it('embeds texts before photos, and photos while names are being typed', () => {
    const texts = Array.from({ length: 40 }, (_, i) => `${i}`);
    const job = nextForEncoder({ ...world, missingTexts: texts });
    expect(job).toEqual({ kind: 'embed texts', texts: texts.slice(0, 32) });
    const typing = nextForEncoder({ ...world, missingTexts: texts, isTyping: true });
    expect(typing?.kind === 'embed photos' && ids(typing.photos)).toBe('abcd');
    expect(nextForEncoder({ ...world, missingTexts: texts, isTyping: true, queued: [] })).toBeNull();
  });

  it('gives a photo that may be fatal to a worker of its own', () => {
    const deadly = photoOf('x', { deaths: 1, embedding: null });
    const next = (...photos: PhotoRecord[]) => {
      const job = nextForEncoder({ ...world, queued: photos });
      return job?.kind === 'embed photos' ? ids(job.photos) : null;
    };
    expect(next(deadly, ...queued)).toBe('x');
    expect(next(queued[0]!, queued[1]!, deadly, queued[2]!)).toBe('ab');
  });

  it('names the photos that come next, so that they can be read meanwhile, but none beside one that may be fatal', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      photoOf(String.fromCharCode(97 + i), { embedding: null }),
    );
    const nextAfter = (...photos: PhotoRecord[]) => {
      const job = nextForEncoder({ ...world, queued: photos });
      return job?.kind === 'embed photos' ? ids(job.next) : null;
    };
    expect(nextAfter(...many)).toBe('efghijklmnop');
    expect(
      nextAfter(...many.slice(0, 6), photoOf('x', { deaths: 1, embedding: null }), ...many.slice(6)),
    ).toBe('ef');
    expect(nextAfter(photoOf('x', { deaths: 1, embedding: null }), ...many)).toBe('');
  });

  it('passes over embeddings of an earlier visit, and embeds photos anew that another model embedded', () => {
    const [kept, other, another] = ['k', 'o', 'a'].map((id) => photoOf(id));
    other!.embedding = { key: 'another', value: Float32Array.of(1) };
    const job = nextForEncoder({ ...world, queued: [kept!, other!, another!] });
    expect(job?.kind === 'embed photos' && ids([...job.photos, ...job.next])).toBe('o');
    expect(nextForEncoder({ ...world, queued: [kept!, another!] })).toBeNull();
    expect(nextForEncoder({ ...world, space: null, queued: [kept!] })?.kind).toBe('embed photos');
  });

  it('embeds nothing before the model is there, or where it has failed', () => {
    for (const model of ['loading', 'failed'] as const)
      expect(nextForEncoder({ ...world, model, missingTexts: ['a'] })).toBeNull();
  });
});
