import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Sample, samplesOf } from './samples';

const shipped = JSON.parse(
  readFileSync(new URL('../../../../public/samples/samples.json', import.meta.url), 'utf8'),
) as Sample[];

describe('samplesOf', () => {
  it('gives the samples of the classes asked for, in their order', () => {
    const [first] = shipped;
    const found = samplesOf(shipped, ['something of the user', first!.class]);
    expect(found).toEqual(shipped.filter((sample) => sample.class === first!.class));
    expect(found.length).toBeLessThan(shipped.length);
  });

  it('gives all of them for a list that has none of their classes', () => {
    expect(samplesOf(shipped, ['melanoma', 'mole'])).toBe(shipped);
    expect(samplesOf(shipped, [])).toBe(shipped);
  });
});
