import { describe, expect, it } from 'vitest';
import { optionsOf } from '../../../workers/export/testing/requests';
import { exported, photo, photos, source } from './testing/exported';
import { writeExport } from './write-export';

describe('an export', () => {
  it('holds every photo of many in order, and says how far it is', async () => {
    const many = Array.from({ length: 730 }, (_, i) => photo(`p${i}`, `${i}.jpg`));
    const { text, progress } = await exported(source(many));
    expect(JSON.parse(text).photos.map((its: { file: string }) => its.file)).toEqual(
      many.map(({ file }) => file),
    );
    expect(progress.at(-1)).toBe(730);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('leaves out a photo that is removed meanwhile', async () => {
    const x = source(photos);
    const { text } = await exported({ ...x, photo: (id) => (id === 'bad' ? undefined : x.photo(id)) });
    expect(JSON.parse(text).photos).toHaveLength(1);
  });

  it('ends without a file when it is cancelled', async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 200 }, (_, i) => photo(`p${i}`, `${i}.jpg`));
    const x = source(many);
    let read = 0;
    const { file } = await exported(
      {
        ...x,
        photo: (id) => {
          if (++read === 80) stop.abort();
          return x.photo(id);
        },
      },
      'csv',
      10,
      stop.signal,
    );
    expect(file).toBeNull();
    expect(read).toBeLessThan(200);
  });

  // Fault: worker dies × answers
  it('says what to do when the worker dies', async () => {
    const worker = Object.assign(new EventTarget(), { postMessage() {}, terminate() {} });
    const options = { format: 'csv', scores: 10, options: optionsOf(), onProgress() {} } as const;
    const writing = writeExport(
      source(photos),
      { ...options, signal: new AbortController().signal },
      () => worker as unknown as Worker,
    );
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(writing).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringMatching(/out of memory.*Export again/),
    });
  });
});
