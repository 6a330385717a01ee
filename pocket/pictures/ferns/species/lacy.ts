import { drawForm } from '../growth/axis.ts';
import { along } from '../growth/forms.ts';
import { polyline, spine, sporeSpike, stalked, threefold } from '../growth/habits.ts';
import type { Species } from '../growth/plant.ts';
import { axis, black, brown, leaf, plain, single, straw, tufted } from './common.ts';

const brackenPinnule = leaf(0.3, 0.3, 0.12, 0.8, { lobes: 8, depth: 0.8, lean: 0.15 });

/** Fronds cut two or three times. */
export const lacy: Readonly<Record<string, Species>> = {
  bracken: {
    blade: [88, 45, 34],
    stalk: straw,
    sori: 'margin',
    soriFact: 'soriMargin',
    stoutness: 0.02,
    arrangements: single,
    build: plain(
      axis({
        pairs: 9,
        reach: 0.72,
        first: 1,
        widest: 0.01,
        taper: 1.25,
        angle: [68, 50],
        offset: 0.08,
        stalk: 0.05,
        crowding: 1.75,
        end: 2.4,
        branch: axis({
          pairs: 17,
          reach: 0.24,
          first: 0.85,
          widest: 0.15,
          taper: 0.8,
          angle: [78, 60],
          offset: 0.3,
          end: 5,
          branch: brackenPinnule,
        }),
      }),
      0.36,
    ),
  },
  'male fern': {
    blade: [102, 46, 33],
    stalk: [45, 40, 36],
    sori: 'dots',
    soriFact: 'soriKidney',
    stoutness: 0.017,
    arrangements: tufted,
    build: plain(
      axis({
        pairs: 24,
        reach: 0.25,
        first: 0.6,
        widest: 0.4,
        taper: 0.95,
        angle: [76, 52],
        offset: 0.35,
        branch: axis({
          pairs: 17,
          reach: 0.17,
          first: 1,
          widest: 0.1,
          taper: 0.85,
          angle: [76, 60],
          offset: 0.3,
          end: 3,
          wing: 0.12,
          branch: leaf(0.5, 0.35, 0.1, 0.4, { lobes: 5, depth: 0.15 }),
        }),
      }),
      0.17,
      2,
    ),
  },
  'lady fern': {
    blade: [88, 55, 43],
    stalk: [55, 40, 48],
    sori: 'lines',
    soriFact: 'soriHooked',
    stoutness: 0.012,
    arrangements: tufted,
    build: plain(
      axis({
        pairs: 25,
        reach: 0.25,
        first: 0.3,
        widest: 0.45,
        taper: 1.1,
        angle: [70, 48],
        offset: 0.4,
        rise: 0.3,
        branch: axis({
          pairs: 18,
          reach: 0.2,
          first: 0.9,
          widest: 0.12,
          taper: 1.2,
          angle: [68, 50],
          offset: 0.4,
          end: 4,
          branch: leaf(0.3, 0.3, 0.45, 1.15, { lobes: 6, depth: 0.6, lean: 0.5 }),
        }),
      }),
      0.2,
      0.5,
    ),
  },
  'soft tree fern': {
    blade: [105, 45, 30],
    stalk: brown,
    sori: 'one',
    soriFact: 'soriCups',
    stoutness: 0.014,
    arrangements: ['crown', 'crown', 'frond', 'frond', 'rosette'],
    build: plain(
      axis({
        pairs: 28,
        reach: 0.24,
        first: 0.35,
        widest: 0.45,
        taper: 0.9,
        angle: [72, 50],
        offset: 0.2,
        rise: 0.2,
        branch: axis({
          pairs: 17,
          reach: 0.19,
          first: 0.9,
          widest: 0.12,
          taper: 1.1,
          angle: [70, 55],
          offset: 0.3,
          end: 4,
          branch: leaf(0.34, 0.2, 0.25, 1, { lobes: 8, depth: 0.85, lean: 0.45 }),
        }),
      }),
      0.05,
      2,
    ),
  },
  'silver fern': {
    blade: [100, 40, 34],
    under: [120, 6, 82],
    stalk: [80, 12, 66],
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.016,
    arrangements: ['frond', 'frond', 'frond', 'fronds', 'crown'],
    undersides: 0.7,
    build: plain(
      axis({
        pairs: 17,
        reach: 0.42,
        first: 0.72,
        widest: 0.28,
        taper: 0.95,
        angle: [62, 44],
        offset: 0.2,
        rise: 0.3,
        branch: axis({
          pairs: 17,
          reach: 0.19,
          first: 0.8,
          widest: 0.2,
          taper: 0.9,
          angle: [70, 55],
          offset: 0.3,
          end: 3,
          branch: leaf(0.28, 0.2, 0.15, 0.9, { lobes: 9, depth: 0.55, lean: 0.3, sickle: 0.2 }),
        }),
      }),
      0.2,
      0.4,
    ),
  },
  'Japanese painted fern': {
    blade: [140, 12, 60],
    stalk: [335, 45, 30],
    stripe: [335, 22, 44],
    sori: 'lines',
    soriFact: 'soriHooked',
    stoutness: 0.016,
    arrangements: tufted,
    build: plain(
      axis({
        pairs: 13,
        reach: 0.34,
        first: 0.75,
        widest: 0.25,
        taper: 1.15,
        angle: [62, 42],
        offset: 0.35,
        rise: 0.25,
        branch: axis({
          pairs: 11,
          reach: 0.24,
          first: 0.85,
          widest: 0.15,
          taper: 1.1,
          angle: [66, 45],
          offset: 0.4,
          end: 3,
          branch: leaf(0.4, 0.25, 0.4, 1, { lobes: 6, depth: 0.4, lean: 0.4, stripe: true }),
        }),
      }),
      0.28,
    ),
  },
  "hare's-foot fern": {
    blade: [105, 48, 32],
    stalk: [30, 40, 30],
    sori: 'one',
    soriFact: 'soriCups',
    stoutness: 0.013,
    arrangements: single,
    glossy: true,
    build: (sketch, bend) => {
      stalked(
        sketch,
        axis({
          pairs: 9,
          reach: 0.62,
          first: 1,
          widest: 0.01,
          taper: 1.25,
          angle: [58, 42],
          offset: 0.4,
          lowerSide: 1,
          stalk: 0.06,
          branch: axis({
            pairs: 8,
            reach: 0.36,
            first: 1,
            widest: 0.02,
            taper: 1.1,
            angle: [50, 38],
            offset: 0.5,
            lowerSide: 1.35,
            stalk: 0.08,
            end: 2,
            branch: leaf(0.5, 0.4, 0.9, 0.9, { lobes: 4, depth: 0.75, lean: 0.9 }),
          }),
        }),
        0.36,
        bend,
      );
      const foot = spine(0.2, 0.01, 84, 0.42, 0.3 * sketch.random.normal());
      sketch.stroke('scale', foot, 0.034);
      for (let i = 0; i < 26; i++) {
        const [x, y, heading] = along(foot, foot.length * sketch.random.next());
        sketch.stroke(
          'scale',
          { x, y, heading: heading + sketch.random.pick([1.2, -1.2]), length: 0.032, bend: 0 },
          0.005,
        );
      }
    },
  },
  'soft shield fern': {
    blade: [98, 42, 34],
    stalk: [35, 50, 40],
    sori: 'dots',
    soriFact: 'soriDots',
    stoutness: 0.016,
    arrangements: tufted,
    build: plain(
      axis({
        pairs: 30,
        reach: 0.19,
        first: 0.55,
        widest: 0.4,
        taper: 0.95,
        angle: [80, 58],
        offset: 0.4,
        crowding: 1.05,
        branch: axis({
          pairs: 11,
          reach: 0.24,
          first: 1,
          widest: 0.05,
          taper: 0.9,
          angle: [66, 50],
          offset: 0.5,
          stalk: 0.12,
          end: 2.2,
          branch: leaf(0.42, 0.25, 0.5, 1.1, { ear: 0.5, lobes: 6, depth: 0.14, margin: 'saw' }),
        }),
      }),
      0.15,
      4,
    ),
  },
  'black spleenwort': {
    blade: [118, 45, 25],
    stalk: black,
    sori: 'lines',
    soriFact: 'soriLines',
    stoutness: 0.013,
    arrangements: tufted,
    glossy: true,
    build: plain(
      axis({
        pairs: 11,
        reach: 0.44,
        first: 1,
        widest: 0.03,
        taper: 1.3,
        angle: [56, 38],
        offset: 0.3,
        stalk: 0.06,
        branch: axis({
          pairs: 7,
          reach: 0.38,
          first: 1,
          widest: 0.04,
          taper: 1.15,
          angle: [46, 34],
          offset: 0.4,
          end: 2.6,
          branch: leaf(0.46, 0.45, 1, 1, { lobes: 6, depth: 0.4, lean: 0.8, margin: 'saw' }),
        }),
      }),
      0.42,
    ),
  },
  'rattlesnake fern': {
    blade: [88, 48, 42],
    stalk: [60, 38, 48],
    sori: 'none',
    stoutness: 0.013,
    arrangements: ['frond', 'frond', 'frond', 'fronds'],
    build: (sketch, bend) => {
      const top = threefold(
        sketch,
        axis({
          pairs: 9,
          reach: 0.5,
          first: 1,
          widest: 0.05,
          taper: 1.1,
          bare: 0.06,
          angle: [62, 42],
          offset: 0.25,
          end: 2,
          branch: axis({
            pairs: 7,
            reach: 0.32,
            first: 1,
            widest: 0.1,
            taper: 0.9,
            angle: [58, 42],
            offset: 0.4,
            end: 2.6,
            branch: leaf(0.45, 0.35, 0.35, 0.9, { lobes: 5, depth: 0.6, lean: 0.6 }),
          }),
        }),
        spine(0, 0, -bend * 15, 0.4, bend * 0.6),
        [
          [28, 0.42],
          [84, 0.44],
          [-70, 0.44],
        ],
      );
      sporeSpike(
        sketch,
        { ...top, heading: top.heading - 0.12, length: 0.6, bend: 0.2 },
        0.6,
        8,
        0.085,
        0.014,
      );
    },
  },
  'Japanese climbing fern': {
    blade: [92, 48, 40],
    stalk: [40, 40, 34],
    sori: 'none',
    fertileFact: ['fringed', 0.3],
    stoutness: 0.01,
    arrangements: ['frond', 'frond', 'fronds'],
    build: (sketch, bend, spores) => {
      const { random } = sketch;
      const points: number[] = [];
      const swing = random.between(0.025, 0.05);
      const phase = random.between(0, 6.28);
      const at = (t: number) => [bend * 0.3 * Math.sin(3 * t) + swing * Math.sin(9 * t + phase), t] as const;
      for (let i = 0; i <= 40; i++) points.push(...at(i / 40));
      polyline(sketch, 'rachis', points, 0.011);
      const pinna = axis({
        pairs: 5,
        reach: 0.5,
        first: 1,
        widest: 0.02,
        taper: 1.1,
        angle: [68, 50],
        offset: 0.25,
        stalk: 0.1,
        end: 2.2,
        branch: axis({
          pairs: 3,
          reach: 0.42,
          first: 1,
          widest: 0.05,
          taper: 1,
          angle: [60, 45],
          offset: 0.2,
          end: 3.2,
          branch: leaf(0.4, 0.2, 0.3, 1.1, { lobes: spores ? 9 : 5, depth: spores ? 0.5 : 0.25 }),
        }),
      });
      const nodes = random.whole(4, 5);
      for (let i = 0; i < nodes; i++) {
        const [x, y] = at((i + 0.5) / nodes);
        for (const hand of [1, -1]) {
          const length = random.between(0.26, 0.32) * (1 - 0.07 * i);
          sketch.stroke('rachis', { x, y, heading: Math.PI / 2 + hand * 1.35, length: 0.06, bend: 0 }, 0.007);
          const turn = Math.PI / 2 + hand * random.between(1.2, 1.6);
          drawForm(
            sketch,
            pinna,
            {
              x: x + 0.05 * Math.cos(turn),
              y: y + 0.05 * Math.sin(turn),
              heading: turn,
              length,
              bend: -hand * 1.2,
            },
            -hand,
            1,
          );
        }
      }
    },
  },
};
