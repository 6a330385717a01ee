import type { ComponentFact } from '../../../knowledge/component-facts.ts';
import type { Point } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import { arrow, bipolar, mosfet, setBack } from '../../symbols/semiconductors.ts';
import { down, leadsOut, left, line, type Pin, ring, type SymbolDrawing, up } from '../pen.ts';
import { rays } from './rays.ts';

const threePins = (control: Point): Pin[] => [
  { at: control, away: left },
  { at: [0, -1], away: up },
  { at: [0, 1], away: down },
];

/** Draws the envelope if the draughtsman does so, and says whether. */
function envelope(sheet: Sheet, centre: Point, radius: number): ComponentFact {
  if (!sheet.habits.circledTransistors) return 'bareDevice';
  ring(sheet, centre, radius, 'none');
  return 'circleAround';
}

const junction =
  (type: 'npn' | 'pnp'): SymbolDrawing =>
  (s) => {
    bipolar(s, [0, 0], type);
    return { pins: threePins([-1, 0]), facts: [s.habits.circledTransistors ? 'circleAround' : 'bareDevice'] };
  };

export const npn = junction('npn');
export const pnp = junction('pnp');

/** A bar with two legs to [0, ±1], the lower one's arrow pointing out. */
function barAndLegs(sheet: Sheet, x = -0.42): Pin[] {
  line(sheet, [x, -0.5], [x, 0.5]);
  line(sheet, [x, -0.22], [0, -0.68]);
  line(sheet, [x, 0.22], [0, 0.68]);
  arrow(sheet, [x, 0.22], [0, 0.68], 0.36);
  return leadsOut(
    sheet,
    [
      [0, -0.68],
      [0, -1],
    ],
    [
      [0, 0.68],
      [0, 1],
    ],
  );
}

export const phototransistor: SymbolDrawing = (s) => {
  const pins = barAndLegs(s);
  const fact = envelope(s, [-0.1, 0], 0.82);
  rays(s, fact === 'circleAround' ? [-0.95, -0.3] : [-0.6, -0.35], [0.6, 0.32], [0, 0.42]);
  return { pins, facts: [fact] };
};

export const igbt: SymbolDrawing = (s) => {
  const pins = barAndLegs(s, -0.36);
  line(s, [-0.6, -0.5], [-0.6, 0.5]);
  return {
    pins: [
      ...pins,
      ...leadsOut(s, [
        [-0.6, 0],
        [-1.1, 0],
      ]),
    ],
    facts: [envelope(s, [-0.15, 0], 0.86)],
  };
};

export const darlington: SymbolDrawing = (s) => {
  line(s, [-0.62, -0.68], [-0.62, -0.08]);
  line(s, [-0.62, -0.5], [-0.25, -0.85], [0.4, -0.85]);
  line(s, [-0.62, -0.26], [-0.1, 0.15]);
  arrow(s, [-0.62, -0.26], [-0.16, 0.1], 0.24);
  line(s, [-0.1, -0.15], [-0.1, 0.45]);
  line(s, [-0.1, 0.02], [0.4, -0.4], [0.4, -0.85]);
  line(s, [-0.1, 0.28], [0.4, 0.7]);
  arrow(s, [-0.1, 0.28], [0.4, 0.7], 0.32);
  const pins = leadsOut(
    s,
    [
      [-0.62, -0.38],
      [-1.3, -0.38],
    ],
    [
      [0.4, -0.85],
      [0.4, -1.25],
    ],
    [
      [0.4, 0.7],
      [0.4, 1.2],
    ],
  );
  return { pins, facts: [envelope(s, [-0.1, -0.08], 1.05)] };
};

const enhancement =
  (channel: 'n' | 'p'): SymbolDrawing =>
  (s) => {
    mosfet(s, [0, 0], channel);
    return { pins: threePins([-1, 0]), facts: [envelope(s, [-0.2, 0], 0.85)] };
  };

export const nMosfet = enhancement('n');
export const pMosfet = enhancement('p');

/**
 * What is true of a class's drawing by a hand that draws MOSFETs plain, besides the variant's facts, and what of the class is not: their
 * channel is one line, and the arrow is on the source.
 */
export function withPlainMosfets(
  className: string,
  facts: readonly ComponentFact[],
): { readonly facts: readonly ComponentFact[]; readonly lacks: readonly ComponentFact[] } {
  if (className === 'N-channel MOSFET')
    return {
      facts: [...facts, 'straightChannel', 'arrowOutward'],
      lacks: ['brokenChannel', 'substrateIn'],
    };
  if (className === 'P-channel MOSFET')
    return {
      facts: [...facts, 'straightChannel', 'arrowInward'],
      lacks: ['brokenChannel', 'substrateOut'],
    };
  return { facts, lacks: [] };
}

export const depletionMosfet: SymbolDrawing = (s) => {
  line(s, [-0.66, -0.55], [-0.66, 0.55]);
  line(s, [-0.38, -0.68], [-0.38, 0.68]);
  for (const y of [-0.5, 0.5]) line(s, [-0.38, y], [0, y]);
  line(s, [-0.38, 0], [0, 0], [0, 0.5]);
  arrow(s, [0, 0], [-0.38, 0], 0.28);
  const pins = leadsOut(
    s,
    [
      [-0.66, 0],
      [-1, 0],
    ],
    [
      [0, -0.5],
      [0, -1],
    ],
    [
      [0, 0.5],
      [0, 1],
    ],
  );
  return { pins, facts: [envelope(s, [-0.2, 0], 0.88)] };
};

const jfet =
  (channel: 'n' | 'p'): SymbolDrawing =>
  (s) => {
    const y = s.habits.standard === 'IEC' ? 0.35 : 0;
    line(s, [-0.3, -0.58], [-0.3, 0.58]);
    for (const leg of [-0.35, 0.35]) line(s, [-0.3, leg], [0.1, leg]);
    if (channel === 'n') arrow(s, [-1, y], setBack(s, [-1, y], [-0.32, y], 0.4), 0.34);
    else arrow(s, [-0.32, y], [-0.72 - 0.25 * (s.habits.marks?.inset ?? 0), y], 0.34);
    const pins = leadsOut(
      s,
      [
        [-0.3, y],
        [-1.1, y],
      ],
      [
        [0.1, -0.35],
        [0.1, -1],
      ],
      [
        [0.1, 0.35],
        [0.1, 1],
      ],
    );
    return { pins, facts: [envelope(s, [-0.15, 0], 0.82)] };
  };

export const nJfet = jfet('n');
export const pJfet = jfet('p');

export const unijunction: SymbolDrawing = (s) => {
  line(s, [-0.2, -0.58], [-0.2, 0.58]);
  for (const leg of [-0.38, 0.38]) line(s, [-0.2, leg], [0.2, leg]);
  line(s, [-0.75, -0.5], [-0.2, 0.05]);
  arrow(s, [-0.75, -0.5], [-0.22, 0.03], 0.34);
  const pins = leadsOut(
    s,
    [
      [-0.75, -0.5],
      [-1.15, -0.5],
    ],
    [
      [0.2, -0.38],
      [0.2, -1],
    ],
    [
      [0.2, 0.38],
      [0.2, 1],
    ],
  );
  return { pins, facts: [envelope(s, [-0.15, 0], 0.9)] };
};
