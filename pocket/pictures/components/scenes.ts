import type { Point } from '../geometry.ts';
import type { Habits } from '../sheets/sheet.ts';
import { type ComponentSheet, motion } from './component-sheet.ts';
import { ring } from './pen.ts';
import { drawSubject, label, type Subject } from './subject.ts';
import { surround } from './surroundings.ts';
import type { SymbolSpec } from './symbols/index.ts';
import type { Window } from './window.ts';

/** The symbol by itself, its leads bare, drawn out or ending in terminals. */
export function alone(sheet: ComponentSheet, spec: SymbolSpec, labels: Habits['labels']): Subject {
  const { random } = sheet;
  const subject = drawSubject(sheet, spec);
  const longer = random.chance(0.4) ? 0 : random.between(0.1, 1.2);
  const picked = random.pick(['bare', 'bare', 'rings', 'dots'] as const);
  // An open end of a gate's output is taken for an inverting ring: a hand that takes care leaves it bare.
  const ends = sheet.habits.marks && spec.letter === 'U' && picked === 'rings' ? 'bare' : picked;
  sheet.under(subject.moved, () => {
    for (const { at, away } of subject.pins) {
      const end: Point = [at[0] + away[0] * longer, at[1] + away[1] * longer];
      if (longer > 0) sheet.stroke([at, end], 'wire');
      if (ends !== 'bare') ring(sheet, end, 0.1, ends === 'rings' ? 'paper' : 'ink');
    }
  });
  if (random.chance(0.7)) label(sheet, spec, subject, labels);
  return subject;
}

/** The symbol wired up, cut out of its surroundings. */
export function among(sheet: ComponentSheet, spec: SymbolSpec, labels: Habits['labels']): Subject {
  const { random } = sheet;
  const subject = drawSubject(sheet, spec);
  const [left, top, right, bottom] = subject.extent;
  const margin = () => random.between(0.6, 1.5);
  const window: Window = [left - margin(), top - margin(), right + margin(), bottom + margin()];
  surround(sheet, subject, window);
  if (random.chance(0.6)) label(sheet, spec, subject, labels);
  sheet.cut(window);
  return subject;
}

/** The symbol in its cell of a table of symbols, with the edges of what `others` draw next to it. */
export function inCell(sheet: ComponentSheet, spec: SymbolSpec, others: readonly SymbolSpec[]): Subject {
  const { random } = sheet;
  const subject = drawSubject(sheet, spec);
  const [left, top, right, bottom] = subject.extent;
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  const [w, h] = [right - left + random.between(0.7, 1.8), bottom - top + random.between(0.7, 1.8)];
  const numbered = random.chance(0.5);
  const low = numbered ? 0.6 : 0;
  const cell: Window = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2 + low];
  if (numbered)
    sheet.text(
      [cx, cell[3] - 0.4],
      `${random.pick(['', '', 'No ', '7.', 'A'])}${random.whole(1, 120)}`,
      0.42,
    );
  const reach = random.chance(0.4) ? 0 : random.between(0.15, 0.3);
  const window: Window = [cell[0] - reach * w, cell[1] - reach * h, cell[2] + reach * w, cell[3] + reach * h];
  const line = (from: Point, to: Point) => sheet.stroke([from, to], 'text');
  for (const x of [cell[0], cell[2]]) line([x, window[1]], [x, window[3]]);
  for (const y of [cell[1], cell[3]]) line([window[0], y], [window[2], y]);
  if (reach > 0) {
    const places: Point[] = [
      [cx - w, cy],
      [cx + w, cy],
      [cx, cy - h - low],
      [cx, cy + h + low],
    ];
    for (const [i, other] of others.entries()) {
      const place = places[i];
      if (place) sheet.beside(null, () => sheet.under(motion(0, false, place), () => other.draw(sheet)));
    }
  }
  sheet.cut(window);
  return subject;
}
