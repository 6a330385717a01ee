import { drawForm } from '../growth/axis.ts';
import { drawFan } from '../growth/fan.ts';
import { along } from '../growth/forms.ts';
import { forkedRibbon, spine } from '../growth/habits.ts';
import { drawLeaf } from '../growth/leaf.ts';
import type { Species } from '../growth/plant.ts';
import { axis, brown, leaf, placeOn } from './common.ts';

/** Forking, floating and clover-like ferns. */
export const odd: Readonly<Record<string, Species>> = {
  'staghorn fern': {
    blade: [105, 26, 42],
    stalk: [90, 25, 40],
    sori: 'none',
    soriFact: 'soriTips',
    stoutness: 0.02,
    arrangements: ['frond', 'rosette', 'fronds', 'rosette'],
    build: (sketch, bend, spores) => {
      if (spores)
        for (let i = 0; i < 3; i++)
          drawLeaf(
            sketch,
            leaf(sketch.random.between(0.9, 1.2), 0.55, 0.5, 0.4, { lobes: 5, depth: 0.15, margin: 'wave' }),
            spine(0.05 * (i - 1), -0.08, (i - 1) * 55, 0.3),
          );
      for (const turn of sketch.random.chance(0.5) ? [0] : [24, -24])
        forkedRibbon(
          sketch,
          {
            times: sketch.random.whole(2, 3),
            width: [0.085, 0.075],
            angle: 52,
            shrink: 0.72,
            uneven: 0.35,
            tip: 'blunt',
          },
          spine(0, 0, turn - bend * 20, 0.4, bend * 0.5),
        );
    },
    fertileFact: ['shieldLeaf', 0.55],
    undersides: 0.25,
  },
  'floating fern': {
    blade: [88, 50, 42],
    stalk: brown,
    sori: 'none',
    stoutness: 0.014,
    arrangements: ['frond', 'frond', 'mat'],
    build: (sketch, bend) => {
      const { random } = sketch;
      const stem = spine(0, 0, -bend * 25, 1, bend);
      sketch.stroke('rachis', stem, 0.014);
      const pairs = random.whole(5, 7);
      for (let i = 0; i < pairs; i++) {
        const [x, y, heading] = along(stem, (0.94 * (i + 0.6)) / pairs);
        for (const hand of [1, -1]) {
          const length = 0.23 * (i === pairs - 1 ? 0.65 : 1) * random.between(0.92, 1.08);
          const turn = hand * random.between(1.15, 1.35);
          const oval = { x, y, heading: heading + turn, length, bend: 0 };
          drawLeaf(sketch, leaf(0.62, 0.5, 0.42, 0.38, { heart: 0.12, veins: 'side' }), oval, -hand);
          for (let row = 1; row < 5; row++)
            for (const out of [-0.42, -0.2, 0.2, 0.42]) {
              const [px, py, ph] = along(oval, (length * (row + 0.3)) / 5.4);
              const off = out * length * 0.5;
              sketch.dot('scale', px - off * Math.sin(ph), py + off * Math.cos(ph), 0.008);
            }
        }
        if (random.chance(0.6))
          for (let k = 0; k < 4; k++)
            sketch.stroke(
              'root',
              {
                x,
                y,
                heading: heading + 2.2 + 0.5 * random.normal(),
                length: 0.12,
                bend: 6 * random.normal(),
              },
              0.004,
            );
      }
    },
  },
  'water clover': {
    blade: [105, 48, 38],
    stalk: [85, 35, 38],
    sori: 'none',
    stoutness: 0.011,
    arrangements: ['frond', 'fronds', 'mat', 'mat'],
    build: (sketch, bend) => {
      const { random } = sketch;
      const stalk = spine(0, 0, -bend * 40, 0.72, bend * 1.6);
      sketch.stroke('stipe', stalk, 0.012);
      const [x, y] = along(stalk, 0.72);
      const turn = random.between(0, 1.57);
      for (let i = 0; i < 4; i++)
        drawFan(
          sketch,
          { form: 'fan', opening: 88, notches: 0, depth: 0, stalk: 0.02 },
          { x, y, heading: turn + (i * Math.PI) / 2, length: 0.28, bend: 0 },
        );
    },
  },
  'fairy moss': {
    blade: [95, 35, 42],
    stalk: [10, 40, 35],
    sori: 'none',
    stoutness: 0.008,
    arrangements: ['mat', 'mat', 'mat', 'frond'],
    build: (sketch) => {
      const scale = leaf(0.85, 0.5, 0.4, 0.4);
      const twig = axis({
        pairs: 9,
        reach: 0.2,
        first: 1,
        widest: 0.4,
        taper: 0.3,
        angle: [48, 40],
        offset: 0.5,
        end: 2,
        branch: scale,
      });
      const stem = spine(0, 0, 0, 0.9, 0.3 * sketch.random.normal());
      drawForm(
        sketch,
        axis({
          pairs: 5,
          reach: 0.55,
          first: 0.9,
          widest: 0.2,
          taper: 0.6,
          angle: [48, 38],
          offset: 0.5,
          end: 0.8,
          branch: twig,
        }),
        stem,
      );
      drawForm(sketch, twig, { ...placeOn(stem, 0.5), length: 0.45 }, 1, 1);
      for (let i = 0; i < 4; i++)
        sketch.stroke(
          'root',
          spine(0, 0.02 + 0.1 * i, 160 + 30 * sketch.random.normal(), 0.16, sketch.random.normal()),
          0.006,
        );
    },
  },
  'Tunbridge filmy fern': {
    blade: [95, 30, 36],
    stalk: [25, 45, 14],
    sori: 'none',
    stoutness: 0.009,
    arrangements: ['frond', 'fronds', 'fronds', 'mat'],
    build: (sketch, bend) => {
      const stem = spine(0, 0, -bend * 25, 0.98, bend);
      sketch.stroke('stipe', stem, 0.011, 0, 0.9);
      const pairs = sketch.random.whole(4, 6);
      for (let i = 0; i < pairs * 2; i++) {
        const [x, y, heading] = along(stem, 0.22 + (0.74 * i) / (pairs * 2));
        const hand = i % 2 ? 1 : -1;
        const size = Math.sin(Math.PI * (0.3 + (0.62 * i) / (pairs * 2)));
        forkedRibbon(
          sketch,
          {
            times: size > 0.6 ? 3 : 2,
            width: [0.028, 0.03],
            angle: 58,
            shrink: 0.82,
            uneven: 0.25,
            tip: 'blunt',
          },
          { x, y, heading: heading + hand * 0.95, length: 0.12 * size, bend: -hand * 3 },
        );
      }
      forkedRibbon(
        sketch,
        { times: 1, width: [0.03, 0.03], angle: 55, shrink: 0.8, uneven: 0.2, tip: 'blunt' },
        { ...placeOn(stem, 0.88), length: 0.08 },
      );
    },
  },
  'forked spleenwort': {
    blade: [105, 38, 30],
    stalk: [20, 40, 16],
    sori: 'none',
    stoutness: 0.008,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch) => {
      const { random } = sketch;
      const count = random.whole(6, 11);
      for (let i = 0; i < count; i++) {
        const degrees = (i / (count - 1) - 0.5) * 75 + 6 * random.normal();
        forkedRibbon(
          sketch,
          {
            times: random.chance(0.4) ? 2 : 1,
            width: [0.009, 0.026],
            angle: 26,
            shrink: 0.5,
            uneven: 0.3,
            tip: 'pointed',
          },
          spine(0.02 * random.normal(), 0, degrees, random.between(0.5, 0.7), -0.4 * Math.sign(degrees)),
        );
      }
    },
  },
  'forked fern': {
    blade: [90, 45, 40],
    under: [140, 18, 60],
    stalk: [45, 45, 38],
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.011,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      const comb = axis({
        pairs: 26,
        reach: 0.17,
        first: 0.75,
        widest: 0.35,
        taper: 0.85,
        angle: [74, 60],
        offset: 0.3,
        crowding: 1,
        branch: leaf(0.24, 0.3, 0.06, 0.45),
      });
      const fork = (x: number, y: number, heading: number, length: number, times: number): void => {
        for (const hand of [1, -1]) {
          const turn = heading + hand * sketch.random.between(0.5, 0.68);
          if (times === 0) {
            drawForm(
              sketch,
              comb,
              { x, y, heading: turn, length: length * 2.5, bend: -hand * 0.9 },
              -hand,
              1,
            );
            continue;
          }
          const arm = { x, y, heading: turn, length, bend: 0 };
          sketch.stroke('rachis', arm, 0.009);
          const [ex, ey, eh] = along(arm, length);
          fork(ex, ey, eh, length, times - 1);
          drawForm(
            sketch,
            comb,
            { x: ex, y: ey, heading: turn + hand * 1.9, length: length * 1.2, bend: 0 },
            hand,
            1,
          );
        }
      };
      const stem = spine(0, 0, -bend * 15, 0.36, bend * 0.5);
      sketch.stroke('stipe', stem, 0.013);
      const [x, y, heading] = along(stem, 0.36);
      fork(x, y, heading, 0.18, 1);
    },
  },
  'whisk fern': {
    blade: [88, 48, 42],
    stalk: [85, 42, 38],
    sori: 'none',
    stoutness: 0.012,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch) => {
      const count = sketch.random.whole(2, 4);
      for (let i = 0; i < count; i++)
        forkedRibbon(
          sketch,
          {
            times: 5,
            width: [0.016, 0.008],
            angle: 38,
            shrink: 0.7,
            uneven: 0.25,
            tip: 'pointed',
            beads: true,
          },
          spine(0.02 * (i - 1), 0, (i - (count - 1) / 2) * 22, 0.3, 0.2 * sketch.random.normal()),
        );
    },
  },
};
