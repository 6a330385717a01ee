import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

const defaults = { model: 'model', index: 'index' };
const read = (...args: string[]) => readOptions(args, defaults);

it('without options: 20 test pictures of each class, with the model and index that ship', () => {
  expect(read()).toEqual({
    precision: 'fp32',
    model: 'model',
    index: 'index',
    perClassTable: false,
    json: null,
    what: { kind: 'world', split: 'test', perClass: 20, others: 0, sweep: false, redraw: false },
  });
  expect(read('--help', '--split', 'nonsense')).toBeNull();
  expect(read('--sweep')!.what).toMatchObject({ split: 'validation', sweep: true });
});

it.each([
  [['--split', 'train'], '--split is test or validation'],
  [['--per-class', '0'], '--per-class is a whole number of at least 1'],
  [['--per-class', ''], '--per-class is a whole number'],
  [['--others', '1.5'], '--others is a whole number'],
  [['--precision', 'q4'], '--precision is fp32, fp16 or q8'],
  [['--sweep', '--split', 'test'], 'flatter'],
  [['--photos', 'x'], 'needs both'],
  [['--labels', 'x'], 'needs both'],
  [['--photos', 'x', '--labels', 'y', '--sweep'], 'without --photos'],
  [['--photo', 'x'], "'--photo'"],
  [['x'], 'x'],
])('%j is refused', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
