import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percent } from '../../../common/text/formats';
import { shown } from './summary';

it('a tile tells the percent that evidence tells, though it is drawn anew less often', () => {
  for (let thousandths = 0; thousandths <= 1000; thousandths++)
    expect(percent(shown(thousandths / 1000)), String(thousandths)).toBe(percent(thousandths / 1000));
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
      expect(percent(shown(part))).toBe(percent(part));
    }),
  );
  expect(shown(0.9346)).toBe(shown(0.9301));
});
