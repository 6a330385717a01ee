import type { Point } from './geometry.ts';
import type { Sheet } from './sheet.ts';
import { connector, ground, supply } from './symbols/ends.ts';
import { capacitor, electrolytic, resistor } from './symbols/passive.ts';
import { diode } from './symbols/semiconductors.ts';

/**
 * Draws beside the circuit what real sheets have beside it and what says nothing about its function: a decoupling
 * capacitor, a power indicator or a pin header.
 */
export function drawDistractor(sheet: Sheet): void {
  const [left, top, right, bottom] = sheet.bounds();
  const x = sheet.random.chance(0.5) ? left - 1.6 : right + 1.6;
  const middle = (top + bottom) / 2;
  const at = (y: number): Point => sheet.grid([x, y]);
  const kind = sheet.random.pick(['decoupling', 'indicator', 'header'] as const);
  if (kind === 'header') {
    connector(sheet, at(middle - 1), sheet.random.whole(2, 4));
    return;
  }
  supply(sheet, at(middle - 1.6));
  if (kind === 'decoupling') {
    (sheet.random.chance(0.5) ? capacitor : electrolytic)(sheet, at(middle - 1.6), at(middle + 1.2));
    ground(sheet, at(middle + 1.2));
  } else {
    resistor(sheet, at(middle - 1.6), at(middle + 0.6));
    diode(sheet, at(middle + 0.6), at(middle + 2.4), 'led');
    ground(sheet, at(middle + 2.4));
  }
}
