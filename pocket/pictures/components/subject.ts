import type { ComponentFact } from '../../knowledge/component-facts.ts';
import type { Random } from '../../random.ts';
import type { Point } from '../geometry.ts';
import type { Habits } from '../sheets/sheet.ts';
import { type ComponentSheet, type Motion, motion } from './component-sheet.ts';
import type { Pin } from './pen.ts';
import type { SymbolSpec } from './symbols/index.ts';
import { around, type Window } from './window.ts';

/** The subject as it was drawn: where it is, and where its leads go. */
export interface Subject {
  readonly pins: readonly Pin[];
  readonly facts: readonly ComponentFact[];
  readonly moved: Motion;
  readonly extent: Window;
}

/** How a symbol stands: by quarters and mirrored as far as it allows, by chance a little askew. */
function stance({ turns }: SymbolSpec, random: Random): Motion {
  const quarters = turns === 'any' ? random.pick([0, 0, 0, 1, 1, 2, 3]) : 0;
  const askew = random.chance(0.2) ? random.normal() * 4 : 0;
  return motion(quarters * 90 + askew, random.chance(0.35));
}

/** Draws the subject about the origin. */
export function drawSubject(sheet: ComponentSheet, spec: SymbolSpec): Subject {
  const moved = stance(spec, sheet.random);
  const { pins, facts } = sheet.under(moved, () => spec.draw(sheet));
  return { pins, facts, moved, extent: around(sheet.strokes) };
}

/** Letters the reference, and the value if it is written, on a side where no lead goes. */
export function label(
  sheet: ComponentSheet,
  spec: SymbolSpec,
  subject: Subject,
  labels: Habits['labels'],
): void {
  const { random } = sheet;
  if (labels === 'none' || spec.letter === '') return;
  const reference = `${spec.letter}${random.whole(1, random.chance(0.7) ? 9 : 40)}`;
  const value = labels === 'names and values' && spec.values.length > 0 ? random.pick(spec.values) : '';
  const origin = subject.moved([0, 0]);
  const busy = (side: Point) =>
    subject.pins.some(({ away }) => {
      const [x, y] = subject.moved(away);
      return (x - origin[0]) * side[0] + (y - origin[1]) * side[1] > 0.7;
    });
  const sides: Point[] = [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ];
  const [sx, sy] = random.pick(
    sides.some((side) => !busy(side)) ? sides.filter((side) => !busy(side)) : [[1, -1]],
  );
  const [left, top, right, bottom] = subject.extent;
  if (sx === 0) {
    const text = value ? `${reference} ${value}` : reference;
    sheet.text([(left + right) / 2, sy! < 0 ? top - 0.5 : bottom + 0.5], text, 0.45);
    return;
  }
  const x = sx! > 0 ? right + 0.2 : left - 0.2;
  const y = sy === 0 ? (top + bottom) / 2 : top + 0.2;
  const anchor = sx! > 0 ? 'start' : 'end';
  sheet.text([x, y - (value ? 0.35 : 0)], reference, 0.45, anchor);
  if (value) sheet.text([x, y + 0.35], value, 0.4, anchor);
}
