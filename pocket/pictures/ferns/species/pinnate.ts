import { drawForm } from '../growth/axis.ts';
import { along } from '../growth/forms.ts';
import { spine, sporeSpike, stalked } from '../growth/habits.ts';
import { drawLeaf } from '../growth/leaf.ts';
import type { Species } from '../growth/plant.ts';
import type { Sketch } from '../sketch.ts';
import { axis, black, brown, dark, fan, leaf, plain, single, straw, tufted } from './common.ts';

/** Fronds cut once into leaflets or lobes. */
export const pinnate: Readonly<Record<string, Species>> = {
  'Boston fern': {
    blade: [98, 48, 38],
    stalk: straw,
    sori: 'dots',
    soriFact: 'soriKidney',
    stoutness: 0.011,
    arrangements: ['frond', 'frond', 'fronds', 'rosette', 'rosette'],
    build: plain(
      axis({
        pairs: 40,
        reach: 0.115,
        first: 0.75,
        widest: 0.3,
        taper: 0.7,
        angle: [84, 60],
        offset: 0.5,
        crowding: 1.02,
        branch: leaf(0.27, 0.15, 0.25, 0.8, { ear: 0.22, sickle: 0.15, lobes: 12, depth: 0.12 }),
      }),
      0.12,
    ),
  },
  'common polypody': {
    blade: [98, 46, 36],
    stalk: straw,
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.014,
    arrangements: single,
    build: plain(
      axis({
        pairs: 15,
        reach: 0.24,
        first: 0.92,
        widest: 0.3,
        taper: 0.75,
        angle: [72, 50],
        offset: 0.45,
        wing: 0.13,
        end: 2.2,
        branch: leaf(0.25, 0.3, 0.06, 0.5),
      }),
      0.27,
    ),
  },
  'Christmas fern': {
    blade: dark,
    stalk: [85, 30, 34],
    sori: 'dots',
    soriFact: 'soriDots',
    fertileFact: ['shrunkenTip', 0.55],
    stoutness: 0.015,
    arrangements: tufted,
    glossy: true,
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 22,
          reach: 0.17,
          first: 0.85,
          widest: 0.25,
          taper: 0.75,
          angle: [82, 55],
          offset: 0.4,
          crowding: 1.05,
          stalk: 0.05,
          ...(spores ? { fertile: [0.68, 1] } : {}),
          branch: leaf(0.25, 0.2, 0.35, 0.95, {
            ear: 0.42,
            sickle: 0.15,
            lobes: 14,
            depth: 0.14,
            margin: 'saw',
          }),
        }),
        0.22,
        bend,
        2,
      );
    },
  },
  'maidenhair spleenwort': {
    blade: [105, 45, 33],
    stalk: black,
    sori: 'lines',
    soriFact: 'soriLines',
    stoutness: 0.011,
    arrangements: ['frond', 'fronds', 'rosette', 'rosette'],
    build: plain(
      axis({
        pairs: 25,
        reach: 0.07,
        first: 0.7,
        widest: 0.4,
        taper: 0.5,
        angle: [88, 70],
        offset: 0.08,
        crowding: 1,
        branch: leaf(0.62, 0.5, 0.55, 0.42, { lobes: 7, depth: 0.08 }),
      }),
      0.14,
    ),
  },
  'Japanese holly fern': {
    blade: [125, 45, 25],
    stalk: [40, 35, 34],
    sori: 'dots',
    soriFact: 'soriScattered',
    stoutness: 0.018,
    arrangements: tufted,
    glossy: true,
    build: plain(
      axis({
        pairs: 7,
        reach: 0.33,
        first: 0.9,
        widest: 0.25,
        taper: 0.5,
        angle: [62, 42],
        offset: 0.5,
        stalk: 0.06,
        end: 1.8,
        branch: leaf(0.46, 0.22, 0.5, 1.7, {
          sickle: 0.6,
          lobes: 6,
          depth: 0.1,
          margin: 'wave',
          veins: 'side',
        }),
      }),
      0.24,
      1.5,
    ),
  },
  'Cretan brake': {
    blade: [98, 42, 40],
    stalk: straw,
    sori: 'margin',
    soriFact: 'soriMargin',
    stoutness: 0.011,
    arrangements: tufted,
    build: (sketch, bend) => {
      const strap = leaf(0.095, 0.35, 0.6, 0.9, { lobes: 22, depth: 0.1, margin: 'saw' });
      const stem = spine(0, 0, -bend * 20, 0.62, bend);
      sketch.stroke('stipe', stem, 0.011);
      const pairs = sketch.random.whole(2, 4);
      for (let i = 0; i < pairs; i++) {
        const [footX, footY, rising] = along(stem, 0.62 - 0.065 * (pairs - i) - 0.02);
        for (const hand of [1, -1]) {
          const arm = (length: number, turn: number) =>
            drawLeaf(
              sketch,
              strap,
              { x: footX, y: footY, heading: rising + hand * turn, length, bend: (-hand * 0.25) / length },
              -hand,
            );
          arm(0.42 - 0.02 * i, 0.95 - 0.15 * i);
          if (i === 0) arm(0.3, 1.6);
        }
      }
      const [x, y, heading] = along(stem, 0.62);
      drawLeaf(sketch, strap, { x, y, heading, length: 0.45, bend: 0 });
    },
  },
  'rustyback fern': {
    blade: [108, 28, 34],
    under: [25, 50, 36],
    stalk: brown,
    sori: 'none',
    stoutness: 0.014,
    arrangements: tufted,
    undersides: 0.5,
    build: plain(
      axis({
        pairs: 11,
        reach: 0.105,
        first: 0.65,
        widest: 0.4,
        taper: 0.55,
        angle: [78, 62],
        offset: 0.5,
        wing: 0.22,
        crowding: 1,
        end: 1.4,
        branch: leaf(0.78, 0.4, 0.05, 0.42),
      }),
      0.12,
      2,
    ),
  },
  'hard fern': {
    blade: [112, 45, 30],
    stalk: brown,
    sori: 'none',
    fertileFact: ['ladderFertile', 0.6],
    stoutness: 0.013,
    arrangements: tufted,
    glossy: true,
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 34,
          reach: 0.1,
          first: 0.15,
          widest: 0.55,
          taper: 0.75,
          angle: [80, 60],
          offset: 0.4,
          crowding: 1,
          wing: 0.06,
          branch: leaf(0.2, 0.2, 0.08, 0.6, { sickle: 0.25 }),
        }),
        0.1,
        bend,
      );
      if (spores)
        stalked(
          sketch,
          axis({
            pairs: 24,
            reach: 0.1,
            first: 0.3,
            widest: 0.5,
            taper: 0.7,
            angle: [80, 55],
            offset: 0.4,
            crowding: 1,
            branch: leaf(0.08, 0.3, 0.1, 0.5, { sickle: 0.3 }),
          }),
          0.3,
          -bend - 0.55,
          0,
          1.12,
        );
    },
  },
  'button fern': {
    blade: [125, 35, 27],
    stalk: [20, 45, 18],
    sori: 'margin',
    soriFact: 'soriMargin',
    stoutness: 0.013,
    arrangements: ['frond', 'fronds', 'rosette', 'rosette'],
    glossy: true,
    build: plain(
      axis({
        pairs: 13,
        reach: 0.085,
        first: 0.95,
        widest: 0.5,
        taper: 0.35,
        angle: [82, 72],
        offset: 0.5,
        crowding: 1,
        stalk: 0.18,
        end: 1,
        branch: leaf(0.9, 0.48, 0.45, 0.42),
      }),
      0.12,
      3,
    ),
  },
  moonwort: {
    blade: [90, 35, 45],
    stalk: [80, 35, 46],
    sori: 'none',
    stoutness: 0.014,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      const stem = spine(0, 0, -bend * 15, 0.4, bend * 0.5);
      sketch.stroke('stipe', stem, 0.02);
      const [x, y, heading] = along(stem, 0.38);
      const hand = sketch.random.pick([1, -1]);
      drawForm(
        sketch,
        axis({
          pairs: 5,
          reach: 0.24,
          first: 1,
          widest: 0.15,
          taper: 0.6,
          bare: 0.1,
          angle: [78, 55],
          offset: 0.2,
          crowding: 1.05,
          end: 0.9,
          branch: fan(118, 3, 0.06, 0.06),
        }),
        { x, y, heading: heading + hand * 0.22, length: 0.5, bend: -hand * 0.4 },
      );
      sporeSpike(
        sketch,
        { x, y, heading: heading - hand * 0.16, length: 0.58, bend: hand * 0.25 },
        0.5,
        7,
        0.09,
        0.017,
      );
    },
  },
  'golden leather fern': {
    blade: [100, 42, 33],
    stalk: [55, 35, 40],
    sori: 'none',
    fertileFact: ['feltTop', 0.55],
    stoutness: 0.017,
    arrangements: single,
    glossy: true,
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 12,
          reach: 0.36,
          first: 0.85,
          widest: 0.3,
          taper: 0.35,
          angle: [62, 38],
          offset: 0.45,
          stalk: 0.1,
          crowding: 0.95,
          end: 2.6,
          ...(spores ? { fertile: [0.66, 1] } : {}),
          branch: leaf(0.16, 0.4, 0.55, 0.5, { lobes: 4, depth: 0.04, margin: 'wave' }),
        }),
        0.2,
        bend,
      );
    },
  },
  'oak-leaf fern': {
    blade: [98, 42, 34],
    stalk: brown,
    stripe: [30, 48, 38],
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.015,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      stalked(
        sketch,
        axis({
          pairs: 6,
          reach: 0.44,
          first: 0.75,
          widest: 0.35,
          taper: 0.6,
          angle: [60, 40],
          offset: 0.4,
          wing: 0.07,
          end: 1.9,
          branch: leaf(0.24, 0.4, 0.15, 0.85, { lobes: 4, depth: 0.05, margin: 'wave', veins: 'net' }),
        }),
        0.26,
        bend,
      );
      const hand = sketch.random.pick([1, -1]);
      for (const turn of [70, -60]) nestLeaf(sketch, turn * hand);
    },
  },
  'sensitive fern': {
    blade: [90, 45, 45],
    stalk: straw,
    sori: 'none',
    fertileFact: ['beadSpike', 0.5],
    stoutness: 0.013,
    arrangements: single,
    build: (sketch, bend, spores) => {
      stalked(
        sketch,
        axis({
          pairs: 7,
          reach: 0.6,
          first: 1,
          widest: 0.02,
          taper: 1.05,
          angle: [62, 45],
          offset: 0.15,
          wing: 0.1,
          end: 2.2,
          branch: leaf(0.36, 0.5, 0.35, 0.8, { lobes: 5, depth: 0.28, margin: 'wave' }),
        }),
        0.42,
        bend,
      );
      if (spores) sporeSpike(sketch, spine(0.04, 0, -16, 0.72, 0.1), 0.62, 8, 0.075, 0.02);
    },
  },
};

/** The short brown leaf that gathers litter at an oak-leaf fern's base. */
function nestLeaf(sketch: Sketch, degrees: number): void {
  const before = sketch.blades.length;
  drawLeaf(
    sketch,
    leaf(0.75, 0.4, 0.3, 0.7, { lobes: 4, depth: 0.45, lean: 0.3 }),
    spine(0, 0, degrees, sketch.random.between(0.24, 0.3), 0),
  );
  for (let i = before; i < sketch.blades.length; i++)
    sketch.blades[i] = { ...sketch.blades[i]!, tissue: 'stripe' };
}
