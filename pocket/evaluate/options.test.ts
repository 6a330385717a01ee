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
    answers: null,
    against: null,
    methods: null,
    what: {
      kind: 'world',
      split: 'test',
      perClass: 20,
      after: 0,
      domain: null,
      layOut: null,
      others: 0,
      sweep: false,
      fitScale: false,
      coverage: false,
      write: false,
      redraw: false,
    },
  });
  expect(read('--help', '--split', 'nonsense')).toBeNull();
  expect(read('--methods', 'core, transclip')!.methods).toEqual(['core', 'transclip']);
  expect(read('--sweep')!.what).toMatchObject({ split: 'validation', sweep: true });
  expect(read('--sweep', '--split', 'far')!.what).toMatchObject({ split: 'far', sweep: true });
  expect(read('--coverage')!.what).toMatchObject({ split: 'validation', coverage: true });
  expect(read('--coverage', '--split', 'test')!.what).toMatchObject({ split: 'test' });
});

it.each([
  [['--split', 'train'], '--split is test, validation or far'],
  [['--split', 'far', '--fit-scale'], 'at home'],
  [['--per-class', '0'], '--per-class is a whole number of at least 1'],
  [['--per-class', ''], '--per-class is a whole number'],
  [['--per-class', '5', '--after', '5'], '--after is less'],
  [['--photos', 'x', '--after', '1'], 'without --photos'],
  [['--others', '1.5'], '--others is a whole number'],
  [['--precision', 'q4'], '--precision is fp32, fp16 or q8'],
  [['--sweep', '--split', 'test'], 'flatter'],
  [['--coverage', '--photos', 'x'], 'without --photos'],
  [['--labels', 'x'], '--photos DIR'],
  [['--classes', 'x'], '--photos DIR'],
  [['--photos', 'x', '--columns', 'file=a'], 'those of --labels'],
  [['--photos', 'x', '--labels', 'y', '--columns', 'size=a'], 'file=…, class=…'],
  [['--against', 'x', '--fit-scale'], 'are of the table'],
  [['--methods', 'core', '--sweep'], '--methods picks rows'],
  [['--methods', 'core', '--others', '3'], 'leave --methods out'],
  [['--domain', 'birds'], '--domain is circuits'],
  [['--domain', 'ferns', '--sweep'], 'all domains'],
  [['--photos', 'x', '--domain', 'ferns'], 'without --photos'],
  [['--photo', 'x'], "'--photo'"],
  [['x'], 'x'],
])('%j is refused', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});

it('takes a folder with labels of any kind, or the folders as labels', () => {
  expect(read('--photos', 'x')!.what).toMatchObject({
    kind: 'folder',
    labels: { labels: null, codes: [], training: null, withTraining: false, classes: null, columns: {} },
  });
  expect(read('--photos', 'x', '--sweep')!.what).toMatchObject({ kind: 'folder', sweep: true });
  const columns = 'file = image_id,class=dx, group=lesion_id';
  expect(
    read('--photos', 'x', '--labels', 'y', '--columns', columns, '--codes', 'c', '--classes', 'l')!.what,
  ).toMatchObject({
    labels: {
      labels: 'y',
      codes: ['c'],
      training: null,
      withTraining: false,
      classes: 'l',
      columns: { file: 'image_id', class: 'dx', group: 'lesion_id' },
    },
  });
});

it('fits scales on validation pictures, and writes them only when asked to', () => {
  expect(read('--fit-scale')).toMatchObject({ what: { split: 'validation', fitScale: true, write: false } });
  expect(read('--fit-scale', '--write')).toMatchObject({ what: { write: true } });
  expect(() => read('--fit-scale', '--split', 'test')).toThrow(/--fit-scale is for validation pictures/);
  expect(() => read('--write')).toThrow(/--write goes with --fit-scale/);
});
