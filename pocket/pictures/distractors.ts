import type { Point } from './geometry.ts';
import type { Sheet } from './sheets/sheet.ts';
import { battery, connector, contact, ground, lamp, supply, terminal } from './symbols/ends.ts';
import { capacitor, crystal, electrolytic, resistor } from './symbols/passive.ts';
import { diode } from './symbols/semiconductors.ts';

type Column = (sheet: Sheet, top: Point, bottom: Point) => void;

/** Things that stand between a supply and ground, or between two ends of their own, on many sheets. */
const columns: readonly Column[] = [
  (sheet, top, bottom) => {
    supply(sheet, top);
    (sheet.random.chance(0.5) ? capacitor : electrolytic)(sheet, top, bottom);
    ground(sheet, bottom);
  },
  (sheet, top, bottom) => {
    const middle: Point = [top[0], top[1] + (bottom[1] - top[1]) * 0.55];
    supply(sheet, top);
    resistor(sheet, top, middle);
    diode(sheet, middle, bottom, 'led');
    ground(sheet, bottom);
  },
  (sheet, top, bottom) => {
    supply(sheet, top);
    battery(sheet, top, bottom);
    ground(sheet, bottom);
  },
  (sheet, top, bottom) => {
    const middle: Point = [top[0], top[1] + (bottom[1] - top[1]) * 0.5];
    supply(sheet, top);
    contact(sheet, top, middle, 'button');
    lamp(sheet, middle, bottom);
    ground(sheet, bottom);
  },
  (sheet, top, bottom) => {
    terminal(sheet, top, 'X1');
    crystal(sheet, top, bottom);
    terminal(sheet, bottom, 'X2');
  },
];

/**
 * Draws beside the circuit what real sheets have beside it and what says nothing about its function: one or two of a
 * decoupling capacitor, a power indicator, a battery, a test lamp, a crystal or a pin header.
 */
export function drawDistractor(sheet: Sheet): void {
  const count = sheet.random.chance(0.25) ? 2 : 1;
  for (let i = 0; i < count; i++) {
    const [left, top, right, bottom] = sheet.bounds();
    const x = sheet.random.chance(0.5) ? left - 1.6 : right + 1.6;
    const middle = (top + bottom) / 2 + sheet.random.between(-0.25, 0.25) * (bottom - top);
    const at = (y: number): Point => sheet.grid([x, y]);
    if (sheet.random.chance(0.3)) connector(sheet, at(middle - 1), sheet.random.whole(2, 4));
    else sheet.random.pick(columns)(sheet, at(middle - 2), at(middle + sheet.random.between(1.6, 2.6)));
  }
}
