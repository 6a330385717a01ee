import { drawForm } from '../growth/axis.ts';
import { along } from '../growth/forms.ts';
import { fertileFeather, spine, stalked, threefold } from '../growth/habits.ts';
import type { Species } from '../growth/plant.ts';
import { axis, black, fan, leaf, plain, single, straw, tufted } from './common.ts';

/** Fronds of lobed leaflets, of fans and of blunt pinnules. */
export const lobed: Readonly<Record<string, Species>> = {
  'ostrich fern': {
    blade: [92, 52, 38],
    stalk: [40, 35, 32],
    sori: 'none',
    fertileFact: ['separateFertile', 0.25],
    stoutness: 0.016,
    arrangements: ['frond', 'frond', 'rosette', 'rosette'],
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 34,
          reach: 0.23,
          first: 0.06,
          widest: 0.68,
          taper: 0.75,
          angle: [80, 52],
          offset: 0.4,
          crowding: 1,
          branch: leaf(0.19, 0.2, 0.15, 0.9, { lobes: 22, depth: 0.72, lean: 0.3 }),
        }),
        0.06,
        bend,
      );
      if (spores) fertileFeather(sketch, spine(0.08, 0, -14, 0.55, -0.15), 0.25, 0.09, 18);
    },
  },
  'cinnamon fern': {
    blade: [90, 48, 40],
    stalk: [50, 40, 40],
    sori: 'none',
    fertileFact: ['cinnamonSpike', 0.7],
    stoutness: 0.016,
    arrangements: ['frond', 'frond', 'frond', 'rosette'],
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 20,
          reach: 0.27,
          first: 0.75,
          widest: 0.4,
          taper: 0.85,
          angle: [78, 55],
          offset: 0.3,
          crowding: 1.05,
          branch: leaf(0.23, 0.3, 0.2, 1.1, { lobes: 15, depth: 0.75, lean: 0.25 }),
        }),
        0.24,
        bend,
        1,
      );
      if (spores) fertileFeather(sketch, spine(0.03, 0, -19, 0.95, 0.1), 0.5, 0.07, 18);
    },
  },
  'interrupted fern': {
    blade: [95, 46, 38],
    stalk: [60, 38, 40],
    sori: 'none',
    stoutness: 0.016,
    arrangements: ['frond', 'frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      const from = sketch.random.between(0.2, 0.3);
      stalked(
        sketch,
        axis({
          pairs: 17,
          reach: 0.26,
          first: 0.8,
          widest: 0.4,
          taper: 0.7,
          angle: [74, 52],
          offset: 0.2,
          crowding: 1.02,
          fertile: [from, from + sketch.random.between(0.17, 0.24)],
          branch: leaf(0.27, 0.4, 0.2, 0.75, { lobes: 11, depth: 0.68, lean: 0.25 }),
        }),
        0.2,
        bend,
      );
    },
  },
  'beech fern': {
    blade: [88, 42, 42],
    stalk: straw,
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.01,
    arrangements: single,
    build: plain(
      axis({
        pairs: 14,
        reach: 0.46,
        first: 0.92,
        widest: 0.12,
        taper: 1.2,
        angle: [80, 52],
        lowestAngle: 128,
        offset: 0.05,
        wing: 0.05,
        branch: leaf(0.27, 0.3, 0.25, 1, { lobes: 13, depth: 0.68, lean: 0.3 }),
      }),
      0.46,
    ),
  },
  'oak fern': {
    blade: [82, 58, 46],
    stalk: [40, 45, 32],
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.009,
    arrangements: single,
    build: (sketch, bend) => {
      threefold(
        sketch,
        axis({
          pairs: 9,
          reach: 0.48,
          first: 1,
          widest: 0.02,
          taper: 1.15,
          bare: 0.1,
          angle: [74, 52],
          offset: 0.02,
          lowerSide: 1.15,
          end: 2,
          branch: leaf(0.34, 0.2, 0.15, 0.85, { lobes: 8, depth: 0.7, lean: 0.3 }),
        }),
        spine(0, 0, -bend * 30, 0.5, bend * 1.5),
        [
          [0, 0.48],
          [68, 0.38],
          [-68, 0.38],
        ],
      );
    },
  },
  'royal fern': {
    blade: [92, 42, 40],
    stalk: [60, 35, 42],
    sori: 'none',
    fertileFact: ['fertileTop', 0.5],
    stoutness: 0.015,
    arrangements: single,
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 7,
          reach: 0.44,
          first: 0.85,
          widest: 0.2,
          taper: 0.55,
          angle: [58, 40],
          offset: 0.1,
          crowding: 1.05,
          ...(spores ? { fertile: [0.62, 1] } : {}),
          branch: axis({
            pairs: 8,
            reach: 0.3,
            first: 0.9,
            widest: 0.3,
            taper: 0.4,
            angle: [72, 58],
            offset: 0.4,
            end: 2,
            branch: leaf(0.29, 0.25, 0.3, 0.55, { sickle: 0.1 }),
          }),
        }),
        0.24,
        bend,
      );
    },
  },
  'maidenhair fern': {
    blade: [95, 50, 42],
    stalk: black,
    sori: 'flaps',
    soriFact: 'soriFlaps',
    stoutness: 0.009,
    arrangements: tufted,
    build: plain(
      axis({
        pairs: 6,
        reach: 0.5,
        first: 1,
        widest: 0.05,
        taper: 0.9,
        angle: [55, 40],
        offset: 0.5,
        stalk: 0.12,
        branch: axis({
          pairs: 3,
          reach: 0.36,
          first: 1,
          widest: 0.2,
          taper: 0.5,
          angle: [55, 40],
          offset: 0.5,
          end: 1.3,
          branch: fan(95, 3, 0.22, 0.22),
        }),
      }),
      0.34,
    ),
  },
  'wall-rue': {
    blade: [110, 22, 36],
    stalk: [95, 28, 34],
    sori: 'lines',
    soriFact: 'soriLines',
    stoutness: 0.014,
    arrangements: ['frond', 'fronds', 'rosette'],
    build: plain(
      axis({
        pairs: 3,
        reach: 0.55,
        first: 1,
        widest: 0.02,
        taper: 0.9,
        angle: [52, 40],
        offset: 0.5,
        stalk: 0.25,
        end: 0.9,
        branch: axis({
          pairs: 2,
          reach: 0.55,
          first: 1,
          widest: 0.1,
          taper: 0.5,
          angle: [62, 45],
          offset: 0.35,
          stalk: 0.18,
          end: 1.6,
          branch: fan(70, 7, 0.06, 0.15),
        }),
      }),
      0.5,
    ),
  },
  'northern maidenhair': {
    blade: [95, 45, 42],
    stalk: black,
    sori: 'flaps',
    soriFact: 'soriFlaps',
    stoutness: 0.01,
    arrangements: ['frond', 'frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      const stem = spine(0, 0, -bend * 20, 0.42, bend);
      sketch.stroke('stipe', stem, 0.011);
      const [x, y, heading] = along(stem, 0.42);
      const finger = axis({
        pairs: 15,
        reach: 0.13,
        first: 0.9,
        widest: 0.3,
        taper: 0.6,
        angle: [82, 60],
        offset: 0.5,
        end: 1.6,
        branch: leaf(0.48, 0.4, 0.25, 0.4, { lower: 0.15, lobes: 4, depth: 0.3 }),
      });
      const fingers = sketch.random.whole(4, 6);
      for (const hand of [1, -1]) {
        const arm = { x, y, heading: heading + hand * 0.55, length: 0.36, bend: (hand * 2.3) / 0.36 };
        sketch.stroke('rachis', arm, 0.009);
        for (let i = 0; i < fingers; i++) {
          const [px, py, ph] = along(arm, (arm.length * (i + 0.15)) / (fingers - 0.5));
          const length = 0.5 * (1 - 0.13 * i);
          drawForm(
            sketch,
            finger,
            { x: px, y: py, heading: ph - hand * (0.5 - 0.02 * i), length, bend: (hand * 0.25) / length },
            hand,
            1,
          );
        }
      }
    },
  },
};
