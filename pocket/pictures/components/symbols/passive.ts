import type { ComponentFact } from '../../../knowledge/component-facts.ts';
import { arc, type Point } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import * as basic from '../../symbols/passive.ts';
import { arrow } from '../../symbols/semiconductors.ts';
import { box, endsAt, inLine, leadsOut, line, ring, type SymbolDrawing, sign } from '../pen.ts';
import { arrowAcross, crossbarAcross, rays } from './rays.ts';

/** The body that all resistors share, 1.5 long: zigzag (ANSI) or box (IEC). */
function resistive(sheet: Sheet): ComponentFact {
  if (sheet.habits.standard === 'IEC') {
    box(sheet, [-0.75, -0.3], [0.75, 0.3]);
    return 'plainBox';
  }
  const teeth = Array.from({ length: 6 }, (_, i): Point => [-0.625 + i * 0.25, i % 2 ? 0.32 : -0.32]);
  line(sheet, [-0.75, 0], ...teeth, [0.75, 0]);
  return 'zigzag';
}

/** Two plates across the line, the second curved by ANSI draughtsmen. */
function plates(sheet: Sheet): ComponentFact {
  line(sheet, [-0.17, -0.55], [-0.17, 0.55]);
  if (sheet.habits.standard === 'ANSI' && sheet.random.chance(0.6)) {
    line(sheet, ...arc([1.07, 0], 0.9, 0.395, 0.605, 8));
    return 'curvedPlate';
  }
  line(sheet, [0.17, -0.55], [0.17, 0.55]);
  return 'flatPlates';
}

export const resistor: SymbolDrawing = (s) => {
  basic.resistor(s, [-1.1, 0], [1.1, 0]);
  return { pins: endsAt(1.1), facts: [s.habits.standard === 'IEC' ? 'plainBox' : 'zigzag'] };
};

export const potentiometer: SymbolDrawing = (s) => {
  const body = resistive(s);
  const slider = leadsOut(s, [
    [0, -0.6],
    [0, -1.1],
  ]);
  line(s, [0, -0.6], [0, -0.4]);
  arrow(s, [0, -1], [0, -0.34], 0.32);
  return { pins: [...inLine(s, 0.75), ...slider], facts: [body] };
};

/** A resistor's body with something across it. */
const resistorWith =
  (across: (sheet: Sheet) => void): SymbolDrawing =>
  (s) => {
    const pins = inLine(s, 0.75);
    const body = resistive(s);
    across(s);
    return { pins, facts: [body] };
  };

export const variableResistor = resistorWith((s) => arrowAcross(s));
export const presetResistor = resistorWith((s) => crossbarAcross(s));

/** A resistor that answers to something: a line with a foot, and a mark that says to what. */
const footed = (mark: string, also: (sheet: Sheet) => void = () => {}): SymbolDrawing =>
  resistorWith((s) => {
    line(s, [-0.95, 0.68], [-0.6, 0.68], [0.6, -0.72]);
    s.text([0.35, 0.85], mark, 0.5);
    also(s);
  });

/** Two little arrows above a thermistor: how its resistance goes with temperature. */
const trend = (second: 'up' | 'down') => (sheet: Sheet) => {
  for (const [x, upwards] of [
    [-0.7, true],
    [-0.35, second === 'up'],
  ] as const) {
    const [from, tip]: [Point, Point] = upwards
      ? [
          [x, -0.5],
          [x, -1.05],
        ]
      : [
          [x, -1.05],
          [x, -0.5],
        ];
    line(sheet, from, tip);
    arrow(sheet, from, tip, 0.24);
  }
};

export const ntc = footed('-t', trend('down'));
export const ptc = footed('+t', trend('up'));
export const varistor = footed('U');

export const photoresistor: SymbolDrawing = (s) => {
  const ringed = s.habits.circledTransistors;
  if (ringed) ring(s, [0, 0], 0.98);
  const pins = inLine(s, 0.75, 1.4);
  const body = resistive(s);
  rays(s, ringed ? [-0.75, -0.75] : [-0.3, -0.42], [0.45, 0.55], ringed ? [0.36, -0.3] : [0.5, 0]);
  return { pins, facts: [body, ringed ? 'circleAround' : 'bareDevice'] };
};

export const fuse: SymbolDrawing = (s) => {
  if (s.habits.standard === 'ANSI' && s.random.chance(0.5)) {
    line(s, ...arc([-0.35, 0], 0.35, 0.5, 1, 10), ...arc([0.35, 0], 0.35, 0.5, 0, 10));
    for (const x of [-0.7, 0.7]) ring(s, [x, 0], 0.09);
    return { pins: inLine(s, 0.78), facts: ['lyingWave'] };
  }
  box(s, [-0.75, -0.28], [0.75, 0.28]);
  line(s, [-0.75, 0], [0.75, 0]);
  return { pins: inLine(s, 0.75), facts: ['wireThrough'] };
};

export const heatingElement: SymbolDrawing = (s) => {
  box(s, [-0.9, -0.3], [0.9, 0.3]);
  for (const x of [-0.54, -0.18, 0.18, 0.54]) line(s, [x, -0.3], [x, 0.3]);
  return { pins: inLine(s, 0.9), facts: [] };
};

export const memristor: SymbolDrawing = (s) => {
  box(s, [-0.85, -0.38], [0.85, 0.38]);
  const meander: Point[] = [[-0.85, 0]];
  for (const [i, x] of [-0.6, -0.3, 0, 0.3].entries()) {
    const y = i % 2 ? 0.2 : -0.2;
    meander.push([x, i ? -y : 0], [x, y]);
  }
  line(s, ...meander, [0.55, 0.2], [0.55, 0], [0.85, 0]);
  box(s, [0.7, -0.38], [0.85, 0.38], 'ink');
  return { pins: inLine(s, 0.85), facts: [] };
};

export const capacitor: SymbolDrawing = (s) => {
  const form = plates(s);
  s.part('capacitor', 'C', null);
  return { pins: inLine(s, 0.17), facts: [form] };
};

export const electrolytic: SymbolDrawing = (s) => {
  basic.electrolytic(s, [-1.1, 0], [1.1, 0]);
  return { pins: endsAt(1.1), facts: [s.habits.standard === 'IEC' ? 'hollowPlate' : 'curvedPlate'] };
};

export const variableCapacitor: SymbolDrawing = (s) => {
  const form = plates(s);
  arrowAcross(s, 0.8);
  return { pins: inLine(s, 0.17), facts: [form] };
};

export const trimmerCapacitor: SymbolDrawing = (s) => {
  const form = plates(s);
  crossbarAcross(s, 0.8);
  return { pins: inLine(s, 0.17), facts: [form] };
};

export const feedthroughCapacitor: SymbolDrawing = (s) => {
  const pins = inLine(s, 0, 1.2);
  line(s, ...arc([0, -0.95], 0.7, 0.08, 0.42, 10));
  line(s, ...arc([0, 0.95], 0.7, 0.58, 0.92, 10));
  const earths = leadsOut(
    s,
    [
      [0, -0.25],
      [0, -1],
    ],
    [
      [0, 0.25],
      [0, 1],
    ],
  );
  return { pins: [...pins, ...earths], facts: [] };
};

export const crystal: SymbolDrawing = (s) => {
  basic.crystal(s, [-1.1, 0], [1.1, 0]);
  return { pins: endsAt(1.1), facts: [] };
};

export const galvanicCell: SymbolDrawing = (s) => {
  line(s, [-0.14, -0.6], [-0.14, 0.6]);
  box(s, [0.1, -0.3], [0.2, 0.3], s.habits.standard === 'IEC' ? 'ink' : 'paper');
  if (s.random.chance(0.4)) sign(s, [-0.5, -0.4], '+');
  return { pins: inLine(s, 0.15), facts: [] };
};

export const solarCell: SymbolDrawing = (s) => {
  line(s, [-0.14, -0.6], [-0.14, 0.6]);
  line(s, [0.14, -0.3], [0.14, 0.3]);
  const ringed = s.habits.circledTransistors;
  if (ringed) ring(s, [0, 0], 0.82, 'none');
  rays(s, ringed ? [-0.7, -0.55] : [-0.45, -0.5], [0.5, 0.5], ringed ? [0.4, -0.3] : [0.4, -0.25]);
  return { pins: inLine(s, 0.14), facts: [ringed ? 'circleAround' : 'bareDevice'] };
};

export const thermocouple: SymbolDrawing = (s) => {
  line(s, [-0.5, -0.5], [0.8, 0]);
  s.polygon(
    [
      [-0.5, 0.44],
      [0.8, -0.05],
      [0.8, 0.05],
      [-0.5, 0.56],
    ],
    'ink',
  );
  ring(s, [0.8, 0], 0.11, 'ink');
  return {
    pins: leadsOut(
      s,
      [
        [-0.5, -0.5],
        [-1.1, -0.5],
      ],
      [
        [-0.5, 0.5],
        [-1.1, 0.5],
      ],
    ),
    facts: [],
  };
};

export const hallSensor: SymbolDrawing = (s) => {
  box(s, [-0.6, -0.6], [0.6, 0.6]);
  line(s, [-0.6, -0.6], [0.6, 0.6]);
  line(s, [-0.6, 0.6], [0.6, -0.6]);
  const others = leadsOut(
    s,
    [
      [0, -0.6],
      [0, -1.1],
    ],
    [
      [0, 0.6],
      [0, 1.1],
    ],
  );
  return { pins: [...inLine(s, 0.6), ...others], facts: [] };
};
