import { beforeEach, expect, it, vi } from 'vitest';
import { engineWithEncoder, poll } from '../testing/engine-with-encoder';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  return () => vi.unstubAllGlobals();
});

it('a photo that was labelled before it was embedded votes in Tip-Adapter all the same', async () => {
  const { engine, embedded } = await engineWithEncoder();
  engine.setClassesText('fern\nmoss');
  engine.setMethod('tip-adapter');
  const best = (id: string) => engine.answer(id)?.enriched[0]?.index;
  const [known] = engine.addPhotos([new File(['c'], 'c.jpg')]);
  // Both prompts and all photos have one embedding: nothing but the label tells the classes apart.
  await poll(() => best(known!)).toBe(0);
  const [first, second] = engine.addPhotos(['a', 'b'].map((name) => new File([name], `${name}.jpg`)));
  expect(engine.photoWork(first!)).toBeNull();
  engine.setLabels([[first!, { state: 'class', className: 'moss', by: '', at: '2026-05-01T06:12:00.000Z' }]]);
  await embedded();
  await poll(() => best(second!)).toBe(1);
  expect(best(known!)).toBe(1);
});
