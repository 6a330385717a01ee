import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SortOrder } from '../../page-state';
import { insert, matches, orderOf, remove, searchedFor } from './arrange';
import type { Entry } from './entry';
import type { Summary } from './summary/summary';

const summary = (answer: string, was: string | null, margin: number): Summary => ({
  answer,
  names: [answer],
  was,
  margin,
  likeness: null,
  state: 'confident',
  place: null,
  lacksCaptions: false,
});

const whole = {
  status: 'done',
  incomplete: false,
  label: null,
  note: '',
  boxes: null,
  classified: null,
  further: [],
  isFileGone: false,
  lacksCrops: false,
  boxLabels: [],
  time: null,
  near: null,
  group: null,
} as const;

const entries: readonly Entry[] = [
  { id: 'a', added: 0, file: 'img10.jpg', summary: summary('relay driver', null, 0.2), ...whole },
  { id: 'b', added: 1, file: 'IMG2.jpg', summary: summary('H-bridge', 'relay driver', 0.7), ...whole },
  { id: 'c', added: 2, file: 'x.png', summary: null, ...whole },
];
const ids = (sort: SortOrder, search = '') =>
  entries
    .toSorted(orderOf(sort))
    .filter((entry) => matches(entry, searchedFor(search)))
    .map(({ id }) => id)
    .join('');

describe('arrange', () => {
  it('sorts by name as people count, by doubt, by class and by change; photos without an answer last', () => {
    expect(ids('added')).toBe('abc');
    expect(ids('name')).toBe('bac');
    expect(ids('margin')).toBe('abc');
    expect(ids('class')).toBe('bac');
    expect(ids('changed')).toBe('bac');
  });

  it('finds by file, by class and by the class before enrichment', () => {
    expect(ids('added', ' ')).toBe('abc');
    expect(ids('added', 'X.PNG')).toBe('c');
    expect(ids('added', 'h-br')).toBe('b');
    expect(ids('added', 'relay')).toBe('ab');
    expect(ids('added', 'fern')).toBe('');
    const noted = { ...entries[2]!, note: 'Seen at dusk' };
    expect(matches(noted, searchedFor('dusk'))).toBe(true);
  });

  it('makes no difference of case, accents and normal form', () => {
    const entry: Entry = {
      id: 'd',
      added: 3,
      file: 'trip/Mu\u0308ller.jpg',
      summary: summary('Großes Mausohr', 'Fjällräv', 0.4),
      ...whole,
    };
    for (const typed of ['müller', 'MULLER', 'Mu\u0308LLER', 'grosses', 'GROßES mausohr', 'fjallrav'])
      expect(matches(entry, searchedFor(typed)), typed).toBe(true);
    expect(matches(entry, searchedFor('müllen'))).toBe(false);
  });

  const sorts: readonly SortOrder[] = ['added', 'name', 'margin', 'class', 'changed'];
  const anEntry = fc.record({
    file: fc.constantFrom('a.jpg', 'A.jpg', 'a10.jpg', 'a2.jpg', 'b.jpg', 'ß.jpg'),
    summary: fc.option(
      fc.record({
        answer: fc.constantFrom('fern', 'relay', 'fox'),
        was: fc.constantFrom(null, 'fox'),
        margin: fc.constantFrom(0, 0.5, 1),
      }),
    ),
  });

  it('keeps a list in order as photos come, change and go', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sorts),
        fc.array(fc.tuple(anEntry, fc.nat(), fc.constantFrom('put', 'drop')), { maxLength: 40 }),
        (sort, steps) => {
          const order = orderOf(sort);
          const list: Entry[] = [];
          let known: Entry[] = [];
          for (const [drawn, pick, step] of steps) {
            const old = known.length > 0 && pick % 3 > 0 ? known[pick % known.length] : undefined;
            if (old !== undefined) {
              expect(remove(list, old, order)).toBe(true);
              expect(remove(list, old, order)).toBe(false);
              known = known.filter((entry) => entry !== old);
            }
            if (step === 'drop') continue;
            const added = old?.added ?? 1000 + known.length + pick * 1000;
            if (known.some((entry) => entry.added === added)) continue;
            const its =
              drawn.summary && summary(drawn.summary.answer, drawn.summary.was, drawn.summary.margin);
            const next = { id: String(added), added, file: drawn.file, summary: its, ...whole };
            insert(list, next, order);
            known.push(next);
          }
          expect(list).toEqual(known.toSorted(order));
        },
      ),
    );
  });
});
