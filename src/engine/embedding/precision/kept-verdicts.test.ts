import { describe, expect, test } from 'vitest';
import type { PrecisionVerdict } from '../../state/types';
import { keepVerdict, PRECISION_KEY, verdictOf } from './kept-verdicts';

const verdict: PrecisionVerdict = {
  checked: { precision: 'q8', passes: false, milliseconds: 12 },
  reference: { precision: 'fp16', passes: true, milliseconds: 25 },
  photos: 10,
  cosine: { least: 0.4, mean: 0.6 },
  agreeing: 3,
};
const model = { id: 'someone/model', revision: 'a' };

function storage(text?: string) {
  const kept = new Map(text === undefined ? [] : [[PRECISION_KEY, text]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe('what was found of a checkpoint', () => {
  test('is there on the next visit, for its revision alone, with the version of its form', () => {
    const place = storage();
    keepVerdict(place, model, verdict);
    expect(verdictOf(place, model)).toEqual(verdict);
    expect(verdictOf(place, { ...model, revision: 'b' })).toBeNull();
    expect(JSON.parse(place.kept.get(PRECISION_KEY)!)).toMatchObject({ version: 1 });
  });

  test('is replaced by what is found anew', () => {
    const place = storage();
    keepVerdict(place, model, verdict);
    keepVerdict(place, model, { ...verdict, agreeing: null });
    expect(verdictOf(place, model)?.agreeing).toBeNull();
    expect(JSON.parse(place.kept.get(PRECISION_KEY)!).verdicts).toHaveLength(1);
  });

  test('goes when many others came since', () => {
    const place = storage();
    keepVerdict(place, model, verdict);
    for (let i = 0; i < 20; i++) keepVerdict(place, { id: `other-${i}`, revision: 'a' }, verdict);
    expect(verdictOf(place, model)).toBeNull();
    expect(verdictOf(place, { id: 'other-0', revision: 'a' })).toEqual(verdict);
  });

  test('of a later version is read as far as it is the same', () => {
    const later = { version: 9, verdicts: [{ ...model, verdict: { ...verdict, more: 1 } }, { else: true }] };
    expect(verdictOf(storage(JSON.stringify(later)), model)).toMatchObject(verdict);
  });

  test.each(['', '{', 'null', '[]', '{"version":1,"verdicts":7}', '{"verdicts":[]}'])(
    'is none where what is kept is %j',
    (text) => {
      expect(verdictOf(storage(text), model)).toBeNull();
    },
  );

  test('is none where the browser refuses storage, which is no error', () => {
    const refusing = {
      getItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    keepVerdict(refusing, model, verdict);
    expect(verdictOf(refusing, model)).toBeNull();
    expect(verdictOf(null, model)).toBeNull();
  });
});
