import { along } from '../growth/forms.ts';
import { polyline, spine, stalked, threads } from '../growth/habits.ts';
import { drawLeaf } from '../growth/leaf.ts';
import type { Species } from '../growth/plant.ts';
import { black, brown, leaf, plain, tufted } from './common.ts';

/** Undivided leaves, and threads. */
export const undivided: Readonly<Record<string, Species>> = {
  "bird's-nest fern": {
    blade: [90, 58, 42],
    stalk: black,
    sori: 'lines',
    soriFact: 'soriLinesHalf',
    stoutness: 0.022,
    arrangements: ['rosette', 'rosette', 'rosette', 'frond', 'fronds'],
    glossy: true,
    build: (sketch, bend) => {
      const blade = spine(0, 0, -bend * 25, 1, bend);
      drawLeaf(
        sketch,
        leaf(0.22, 0.58, 0.85, 0.9, { lobes: 9, depth: 0.09, margin: 'wave', veins: 'side' }),
        blade,
      );
      sketch.stroke('stipe', blade, 0.018, 0, 0.55);
      sketch.stroke('stipe', blade, 0.01, 0.5, 0.95);
    },
  },
  "hart's-tongue fern": {
    blade: [100, 55, 36],
    stalk: brown,
    sori: 'lines',
    soriFact: 'soriLines',
    stoutness: 0.016,
    arrangements: tufted,
    glossy: true,
    build: plain(
      leaf(0.17, 0.45, 0.2, 0.75, { heart: 0.45, lobes: 7, depth: 0.08, margin: 'wave', veins: 'side' }),
      0.2,
      0.8,
    ),
  },
  'walking fern': {
    blade: [105, 42, 36],
    stalk: [85, 30, 36],
    sori: 'lines',
    soriFact: 'soriScattered',
    stoutness: 0.009,
    arrangements: ['frond', 'fronds', 'rosette', 'rosette'],
    build: (sketch, bend) => {
      const turn = bend * 2;
      const blade = stalked(sketch, leaf(0.17, 0.06, 0.3, 2.4, { heart: 0.42 }), 0.14, turn);
      const { random } = sketch;
      const [x, y, heading] = along(blade, blade.length * 0.98);
      sketch.stroke('rachis', blade, 0.006, blade.length * 0.5, blade.length);
      for (let i = 0; i < 4; i++)
        drawLeaf(sketch, leaf(0.4, 0.35, 0.5, 0.9), {
          x,
          y,
          heading: heading + (i - 1.5) * 0.8,
          length: random.between(0.05, 0.11),
          bend: 0,
        });
      for (let i = 0; i < 3; i++)
        sketch.stroke(
          'root',
          { x, y, heading: heading + 2.6 + 0.4 * i, length: 0.06, bend: 4 * random.normal() },
          0.004,
        );
    },
  },
  "adder's-tongue": {
    blade: [92, 48, 44],
    stalk: [88, 38, 46],
    sori: 'none',
    stoutness: 0.012,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      const stem = spine(0, 0, -bend * 15, 0.42, bend * 0.5);
      sketch.stroke('stipe', stem, 0.015);
      const [x, y, heading] = along(stem, 0.4);
      const hand = sketch.random.pick([1, -1]);
      const spike = {
        x,
        y,
        heading: heading - hand * 0.08,
        length: sketch.random.between(0.5, 0.6),
        bend: 0.1,
      };
      drawLeaf(sketch, leaf(0.52, 0.38, 0.55, 0.75, { veins: 'net' }), {
        x,
        y,
        heading: heading + hand * 0.3,
        length: 0.42,
        bend: -hand * 0.4,
      });
      sketch.stroke('stipe', spike, 0.011, 0, spike.length);
      for (let i = 0; i < 12; i++) {
        const [px, py, ph] = along(spike, spike.length * (0.56 + 0.035 * i));
        for (const side of [1, -1])
          sketch.dot('bulb', px - side * 0.011 * Math.sin(ph), py + side * 0.011 * Math.cos(ph), 0.021);
      }
    },
  },
  'crocodile fern': {
    blade: [95, 45, 46],
    stalk: [60, 30, 40],
    sori: 'none',
    stoutness: 0.012,
    arrangements: ['frond', 'frond', 'rosette', 'fronds'],
    build: (sketch, bend) => {
      const blade = stalked(
        sketch,
        leaf(0.24, 0.6, 0.95, 0.75, { lobes: 5, depth: 0.06, margin: 'wave' }),
        0.06,
        bend,
      );
      const rows = 22;
      for (let i = 1; i < rows; i++) {
        const t = i / rows;
        const half = 0.105 * Math.min(1, t * 1.9) * Math.min(1, (1 - t) * 3.4) * blade.length;
        const [x, y, heading] = along(blade, blade.length * t);
        for (const hand of [1, -1]) {
          const angle = heading + hand * 1.25;
          polyline(sketch, 'flap', [x, y, x + half * Math.cos(angle), y + half * Math.sin(angle)], 0.005);
        }
      }
      for (const share of [-0.8, -0.48, 0.48, 0.8]) {
        const points: number[] = [];
        for (let i = 1; i < rows; i++) {
          const t = (i + 0.4) / rows;
          const half = share * 0.105 * Math.min(1, t * 1.9) * Math.min(1, (1 - t) * 3.4) * blade.length;
          const [x, y, heading] = along(blade, blade.length * t);
          points.push(x - half * Math.sin(heading), y + half * Math.cos(heading) + (i % 2 ? 0.008 : -0.004));
        }
        polyline(sketch, 'flap', points, 0.005);
      }
      sketch.stroke('flap', blade, 0.009);
    },
  },
  pillwort: {
    blade: [95, 55, 42],
    stalk: [90, 45, 38],
    sori: 'none',
    fertileFact: ['pills', 0.6],
    stoutness: 0.008,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch, _bend, spores) => {
      const { random } = sketch;
      polyline(sketch, 'root', [-0.42, 0, -0.2, 0.015, 0, -0.01, 0.2, 0.01, 0.42, -0.005], 0.012);
      threads(sketch, random.whole(9, 15), 26, 0.25, 0.012, 0.78, true);
      for (let i = 0; i < 9; i++)
        sketch.stroke(
          'root',
          spine(random.between(-0.4, 0.4), 0, 180 + 25 * random.normal(), 0.1, random.normal()),
          0.004,
        );
      if (spores)
        for (let i = 0; i < 5; i++)
          sketch.dot('bulb', random.between(-0.38, 0.38), 0.015, random.between(0.035, 0.045));
    },
  },
  'shoestring fern': {
    blade: [105, 48, 32],
    stalk: brown,
    sori: 'none',
    stoutness: 0.008,
    arrangements: ['frond', 'frond', 'frond', 'fronds'],
    build: (sketch) => threads(sketch, sketch.random.whole(14, 24), 62, 0.9, 0.016, 0.08, false),
  },
};
