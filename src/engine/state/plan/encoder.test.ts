import { describe, expect, it } from 'vitest';
import type { PhotoRecord } from '../records';
import { nextForEncoder } from './encoder';
import { photoOf } from './testing/records';

describe('the encoder', () => {
  const ids = (photos: readonly PhotoRecord[]) => photos.map(({ view }) => view.id).join('');
  const queued = [...'abcdef'].map((id) => photoOf(id));

  it('embeds texts before photos, and photos while names are being typed', () => {
    const texts = Array.from({ length: 40 }, (_, i) => `${i}`);
    const job = nextForEncoder({ model: 'ready', missingTexts: texts, isTyping: false, queued });
    expect(job).toEqual({ kind: 'embed texts', texts: texts.slice(0, 32) });
    const typing = nextForEncoder({ model: 'ready', missingTexts: texts, isTyping: true, queued });
    expect(typing?.kind === 'embed photos' && ids(typing.photos)).toBe('abcd');
    expect(nextForEncoder({ model: 'ready', missingTexts: texts, isTyping: true, queued: [] })).toBeNull();
  });

  it('gives a photo that may be fatal to a worker of its own', () => {
    const deadly = photoOf('x', { deaths: 1 });
    const next = (...photos: PhotoRecord[]) => {
      const job = nextForEncoder({ model: 'ready', missingTexts: [], isTyping: false, queued: photos });
      return job?.kind === 'embed photos' ? ids(job.photos) : null;
    };
    expect(next(deadly, ...queued)).toBe('x');
    expect(next(queued[0]!, queued[1]!, deadly, queued[2]!)).toBe('ab');
  });

  it('embeds nothing before the model is there, or where it has failed', () => {
    for (const model of ['loading', 'failed'] as const)
      expect(nextForEncoder({ model, missingTexts: ['a'], isTyping: false, queued })).toBeNull();
  });
});
