import { dashed, leadsOut, line, ring, type SymbolDrawing } from '../pen.ts';

/** A valve: plate above, grids between, cathode below, by chance with its heater. */
const valve =
  (grids: 0 | 1 | 3): SymbolDrawing =>
  (s) => {
    const radius = grids === 3 ? 1.12 : 0.98;
    ring(s, [0, 0], radius);
    const top = -radius + 0.42;
    line(s, [-0.4, top], [0.4, top]);
    const foot = radius - 0.5;
    line(s, [-0.42, foot + 0.14], [-0.42, foot], [0.42, foot]);
    const heated = s.random.chance(0.5);
    if (heated) line(s, [-0.12, radius - 0.02], [0, foot + 0.16], [0.12, radius - 0.02]);
    const pins = leadsOut(
      s,
      [
        [0, top],
        [0, -radius - 0.4],
      ],
      [
        [-0.42, foot + 0.14],
        [-0.42, radius + 0.4],
      ],
    );
    const rows = grids === 0 ? [] : grids === 1 ? [0] : [-0.36, -0.02, 0.32];
    for (const y of rows) dashed(s, [-0.5, y], [0.5, y], 4);
    const leads = rows.map((y, i) => {
      const side = i % 2 === 0 ? -1 : 1;
      return leadsOut(s, [
        [side * 0.5, y],
        [side * (radius + 0.4), y],
      ]);
    });
    return { pins: [...pins, ...leads.flat()], facts: [] };
  };

export const vacuumDiode = valve(0);
export const triode = valve(1);
export const pentode = valve(3);
