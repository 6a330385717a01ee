import type { Point } from '../geometry.ts';
import { ground, supply } from '../symbols/ends.ts';
import { capacitor, inductor, resistor } from '../symbols/passive.ts';
import { diode } from '../symbols/semiconductors.ts';
import { type ComponentSheet, motion } from './component-sheet.ts';
import { type Pin, ring } from './pen.ts';
import type { Subject } from './subject.ts';
import type { Window } from './window.ts';

const still = motion(0);

const along = ([x, y]: Point, [dx, dy]: Point, by: number): Point => [x + dx * by, y + dy * by];

/** A two-ended part from `from` on in a direction, and a wire onwards. */
function part(sheet: ComponentSheet, from: Point, direction: Point): void {
  const to = along(from, direction, 2.2);
  const draw = sheet.random.pick([resistor, resistor, capacitor, capacitor, inductor, diode]);
  draw(sheet, from, to);
  sheet.stroke([to, along(to, direction, 3)], 'wire');
}

/** What one free lead is wired to. */
function wired(sheet: ComponentSheet, { at, away }: Pin, subject: Subject, window: Window): void {
  const { random } = sheet;
  const slope = subject.moved(away)[1] - subject.moved([0, 0])[1];
  const heading = slope > 0.9 ? 'down' : slope < -0.9 ? 'up' : 'level';
  const end = along(at, away, random.between(0.15, 0.9));
  const aside: Point = random.chance(0.5) ? [away[1], -away[0]] : [-away[1], away[0]];
  sheet.stroke([at, end], 'wire');
  const choice = random.next();
  if (heading !== 'level' && choice < 0.3) {
    const symbol = heading === 'down' ? ground : supply;
    sheet.under(still, () => symbol(sheet, subject.moved(end)));
  } else if (choice < 0.4) {
    ring(sheet, end, 0.13);
  } else if (choice < 0.6) {
    sheet.beside(window, () => part(sheet, end, away));
  } else if (choice < 0.75) {
    sheet.stroke([end, along(end, aside, 4)], 'wire');
  } else if (choice < 0.9) {
    sheet.junction(end);
    sheet.stroke([end, along(end, away, 4)], 'wire');
    if (random.chance(0.5)) sheet.beside(window, () => part(sheet, end, aside));
    else sheet.stroke([end, along(end, aside, 4)], 'wire');
  } else {
    sheet.junction(end);
    sheet.stroke([along(end, aside, 4), along(end, aside, -4)], 'wire');
  }
}

/** Wires the subject's leads to what usually stands beside it; leads close to others just go on. */
export function surround(sheet: ComponentSheet, subject: Subject, window: Window): void {
  const { pins, moved } = subject;
  sheet.under(moved, () => {
    for (const pin of pins) {
      const crowded = pins.some(
        ({ at, away }) =>
          at !== pin.at &&
          Math.hypot(at[0] - pin.at[0], at[1] - pin.at[1]) < 1.15 &&
          away[0] * pin.away[0] + away[1] * pin.away[1] > 0.5,
      );
      if (crowded) sheet.stroke([pin.at, along(pin.at, pin.away, 4)], 'wire');
      else wired(sheet, pin, subject, window);
    }
  });
}
