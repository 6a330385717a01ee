import type { ComponentFact } from '../../../knowledge/component-facts.ts';
import type { PartName } from '../../../knowledge/parts.ts';
import { arc, type Point } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import { opAmp as basicOpAmp } from '../../symbols/blocks.ts';
import { box, leadsOut, left, line, right, ring, type SymbolDrawing } from '../pen.ts';

export const opAmp: SymbolDrawing = (s) => {
  const { minus, plus, out } = basicOpAmp(s, [0, 0], s.random.chance(0.6) ? 'top' : 'bottom');
  return {
    pins: [minus, plus].map((at) => ({ at, away: left })).concat({ at: out, away: right }),
    facts: [],
  };
};

/** What a gate's body is like: its distinctive outline (ANSI), or its mark in a box (IEC). */
interface GateBody {
  readonly outline: 'and' | 'or' | 'xor' | 'triangle';
  readonly mark: string;
}

const bodies = {
  and: { outline: 'and', mark: '&' },
  or: { outline: 'or', mark: '≥1' },
  xor: { outline: 'xor', mark: '=1' },
  buffer: { outline: 'triangle', mark: '1' },
} as const satisfies Record<string, GateBody>;

const markFacts: Readonly<Record<string, ComponentFact>> = {
  '&': 'boxMarkedAnd',
  '≥1': 'boxMarkedOr',
  '=1': 'boxMarkedExclusive',
  '1': 'boxMarkedOne',
};

/** The back of OR and XOR gates, moved to the left. */
const back = (offset: number): Point[] => arc([-2.45 - offset, 0], 1.75, 0.91, 1.09, 8);

/** Draws the body without inputs; returns where its nose is, where inputs meet its back, and the facts of the variant. */
function gateBody(
  sheet: Sheet,
  { outline, mark }: GateBody,
): { nose: number; back: number; facts: ComponentFact[] } {
  if (sheet.habits.standard === 'IEC') {
    box(sheet, [-0.9, -1.2], [0.8, 1.2]);
    return { nose: 0.8, back: -0.9, facts: [markFacts[mark]!] };
  }
  if (outline === 'triangle') {
    sheet.polygon([
      [-0.9, -1],
      [0.85, 0],
      [-0.9, 1],
    ]);
    return { nose: 0.85, back: -0.9, facts: ['bigTriangle'] };
  }
  if (outline === 'and') {
    sheet.polygon([[-0.95, -1], [0, -1], ...arc([0, 0], 1, -0.25, 0.25, 14), [-0.95, 1]]);
    return { nose: 1, back: -0.95, facts: ['flatBackRoundNose'] };
  }
  const top = arc([-0.3, 0.95], 1.95, 0.75, 0.918, 8);
  const bottom = arc([-0.3, -0.95], 1.95, 0.082, 0.25, 8);
  sheet.polygon([[-1, -1], ...top, ...bottom, [-1, 1], ...back(0).reverse().slice(1, -1)]);
  if (outline === 'xor') line(sheet, ...back(0.28));
  return {
    nose: 1.4,
    back: outline === 'xor' ? -1.08 : -0.8,
    facts: outline === 'xor' ? ['curvedBackPointedNose', 'secondCurve'] : ['curvedBackPointedNose'],
  };
}

const gate =
  (kind: keyof typeof bodies, inverted: boolean, part?: PartName): SymbolDrawing =>
  (s) => {
    const body = gateBody(s, bodies[kind]);
    if (s.habits.standard === 'IEC') s.text([-0.05, s.random.pick([-0.5, 0])], bodies[kind].mark, 0.62);
    let { nose } = body;
    if (inverted) {
      const radius = 0.17 * (s.habits.marks?.ring ?? 1);
      ring(s, [nose + radius, 0], radius);
      nose += 2 * radius;
    }
    const rows = kind === 'buffer' ? [0] : [-0.55, 0.55];
    const inputs = leadsOut(
      s,
      ...rows.map((y): [Point, Point] => [
        [body.back, y],
        [-1.6, y],
      ]),
    );
    if (part) s.part(part, 'U', null);
    return {
      pins: [
        ...inputs,
        ...leadsOut(s, [
          [nose, 0],
          [nose + 0.5, 0],
        ]),
      ],
      facts: body.facts,
    };
  };

export const and = gate('and', false, 'and');
export const nand = gate('and', true, 'nand');
export const or = gate('or', false);
export const nor = gate('or', true, 'nor');
export const xor = gate('xor', false, 'xor');
export const xnor = gate('xor', true);
export const buffer = gate('buffer', false);
export const not = gate('buffer', true, 'inverter');

export const schmittInverter: SymbolDrawing = (s) => {
  const body = gateBody(s, bodies.buffer);
  const x = s.habits.standard === 'IEC' ? -0.05 : -0.4;
  line(s, [x - 0.42, 0.22], [x + 0.12, 0.22], [x + 0.28, -0.22]);
  line(s, [x + 0.42, -0.22], [x - 0.12, -0.22], [x - 0.28, 0.22]);
  ring(s, [body.nose + 0.17, 0], 0.17);
  const pins = leadsOut(
    s,
    [
      [body.back, 0],
      [-1.6, 0],
    ],
    [
      [body.nose + 0.34, 0],
      [1.75, 0],
    ],
  );
  return { pins, facts: s.habits.standard === 'IEC' ? ['tallBox'] : body.facts };
};

export const triStateBuffer: SymbolDrawing = (s) => {
  const body = gateBody(s, bodies.buffer);
  const iec = s.habits.standard === 'IEC';
  if (iec) {
    s.text([-0.3, -0.55], '1', 0.55);
    s.polygon([
      [0.2, -0.2],
      [0.6, -0.2],
      [0.4, 0.2],
    ]);
  }
  const top = iec ? -1.2 : -0.5;
  const pins = leadsOut(
    s,
    [
      [body.back, 0],
      [-1.6, 0],
    ],
    [
      [body.nose, 0],
      [1.6, 0],
    ],
    [
      [0, top],
      [0, -1.6],
    ],
  );
  return { pins, facts: body.facts };
};
