import type { ComponentFact } from '../../../knowledge/component-facts.ts';
import type { Sheet, Stroke } from '../../sheets/sheet.ts';
import { diode as basicDiode, hooksOf } from '../../symbols/semiconductors.ts';
import { endsAt, inLine, leadsOut, line, type SymbolDrawing } from '../pen.ts';

/** How this draughtsman fills triangles, and the fact that says so. */
function triangleOf(sheet: Sheet): { fill: Stroke['fill']; fact: ComponentFact } {
  const filled = sheet.habits.filledDiodes ?? sheet.habits.standard === 'ANSI';
  return { fill: filled ? 'ink' : 'paper', fact: filled ? 'filledTriangle' : 'hollowTriangle' };
}

/** Which kind of triangle is among some strokes: the first closed one of three corners. */
export function triangleFact(strokes: readonly Stroke[]): ComponentFact[] {
  const triangle = strokes.find(
    ({ kind, points, fill }) => kind === 'symbol' && points.length === 4 && fill !== 'none',
  );
  return triangle ? [triangle.fill === 'ink' ? 'filledTriangle' : 'hollowTriangle'] : [];
}

const basic =
  (kind: 'diode' | 'zener' | 'led' | 'photodiode'): SymbolDrawing =>
  (s) => {
    const before = s.strokes.length;
    basicDiode(s, [-1.1, 0], [1.1, 0], kind);
    return { pins: endsAt(1.1), facts: triangleFact(s.strokes.slice(before)) };
  };

export const diode = basic('diode');
export const zener = basic('zener');
export const led = basic('led');
export const photodiode = basic('photodiode');

/** Triangle and whatever stands for its bar; the fact about its filling. */
function triangleWith(sheet: Sheet, bar: (sheet: Sheet) => void): ComponentFact {
  const { fill, fact } = triangleOf(sheet);
  sheet.polygon(
    [
      [-0.4, -0.45],
      [0.4, 0],
      [-0.4, 0.45],
    ],
    fill,
  );
  bar(sheet);
  return fact;
}

const plainBar = (s: Sheet) => line(s, [0.4, -0.47], [0.4, 0.47]);

export const schottky: SymbolDrawing = (s) => {
  const hook = hooksOf(s);
  const [ahead, behind, high, low] = [hook(0.64, 0.4), hook(0.16, 0.4), hook(-0.28, -0.5), hook(0.3, 0.5)];
  const fact = triangleWith(s, () =>
    line(s, [ahead, high], [ahead, -0.5], [0.4, -0.5], [0.4, 0.5], [behind, 0.5], [behind, low]),
  );
  return { pins: inLine(s, 0.4), facts: [fact] };
};

export const tunnelDiode: SymbolDrawing = (s) => {
  const end = hooksOf(s)(0.14, 0.4);
  const fact = triangleWith(s, () => line(s, [end, -0.5], [0.4, -0.5], [0.4, 0.5], [end, 0.5]));
  return { pins: inLine(s, 0.4), facts: [fact] };
};

export const varactor: SymbolDrawing = (s) => {
  const fact = triangleWith(s, plainBar);
  line(s, [0.66, -0.47], [0.66, 0.47]);
  return {
    pins: leadsOut(
      s,
      [
        [-0.4, 0],
        [-1.1, 0],
      ],
      [
        [0.66, 0],
        [1.2, 0],
      ],
    ),
    facts: [fact],
  };
};

export const tvs: SymbolDrawing = (s) => {
  const { fill, fact } = triangleOf(s);
  for (const side of [-1, 1])
    s.polygon(
      [
        [side * 0.75, -0.45],
        [0, 0],
        [side * 0.75, 0.45],
      ],
      fill,
    );
  line(s, [0.22, -0.66], [0, -0.5], [0, 0.5], [-0.22, 0.66]);
  return { pins: inLine(s, 0.75, 1.3), facts: [fact] };
};

/** Two triangles pointing opposite ways between two bars. */
function antiparallel(sheet: Sheet): ComponentFact {
  const { fill, fact } = triangleOf(sheet);
  sheet.polygon(
    [
      [-0.4, -0.8],
      [0.4, -0.42],
      [-0.4, -0.04],
    ],
    fill,
  );
  sheet.polygon(
    [
      [0.4, 0.04],
      [-0.4, 0.42],
      [0.4, 0.8],
    ],
    fill,
  );
  for (const x of [-0.4, 0.4]) line(sheet, [x, -0.85], [x, 0.85]);
  return fact;
}

export const diac: SymbolDrawing = (s) => {
  const fact = antiparallel(s);
  const ringed = s.habits.circledTransistors;
  if (ringed)
    s.polygon(
      Array.from({ length: 28 }, (_, i) => [Math.cos(i * 0.2244), Math.sin(i * 0.2244)]),
      'none',
    );
  return { pins: inLine(s, 0.4, 1.2), facts: [fact, ringed ? 'circleAround' : 'bareDevice'] };
};

export const triac: SymbolDrawing = (s) => {
  const fact = antiparallel(s);
  line(s, [0.4, 0.5], [0.85, 0.95]);
  return {
    pins: [
      ...inLine(s, 0.4, 1.2),
      ...leadsOut(s, [
        [0.85, 0.95],
        [0.85, 1.35],
      ]),
    ],
    facts: [fact],
  };
};

export const thyristor: SymbolDrawing = (s) => {
  const fact = triangleWith(s, plainBar);
  line(s, [0.4, 0.2], [0.8, 0.65]);
  return {
    pins: [
      ...inLine(s, 0.4),
      ...leadsOut(s, [
        [0.8, 0.65],
        [0.8, 1.1],
      ]),
    ],
    facts: [fact],
  };
};

export const gto: SymbolDrawing = (s) => {
  const { pins, facts } = thyristor(s);
  line(s, [0.6, 0.86], [1, 0.86]);
  return { pins, facts };
};
