import { describe, expect, it } from 'vitest';
import { components } from '../../knowledge/components.ts';
import { seeded } from '../../random.ts';
import { componentDrawer } from '../components/index.ts';
import { around } from '../components/window.ts';
import { Sheet, type Stroke } from '../sheets/sheet.ts';
import { habitsFor, stylesOf } from '../styles.ts';
import { bipolar } from '../symbols/semiconductors.ts';
import { type WideHand, wideHand } from './hand.ts';
import { withLetteringCut } from './lettering.ts';
import { oftenMistaken } from './mistaken.ts';
import { quarterTurned } from './turns.ts';
import { wideStyle } from './wide-style.ts';

const hands = Array.from({ length: 600 }, (_, i) => wideHand('AC voltage source', i));
const part = (which: (hand: WideHand) => boolean) => hands.filter(which).length / hands.length;

describe('wide hands', () => {
  it('turn, letter, press and photograph as they do, each in its part of the pictures', () => {
    for (const turns of [1, 2, 3]) expect(part((hand) => hand.turns === turns)).toBeGreaterThan(0.08);
    expect(part(({ turns }) => turns === 0)).toBeGreaterThan(0.5);
    for (const pen of ['hairline', 'bold']) expect(part((hand) => hand.pen === pen)).toBeGreaterThan(0.1);
    for (const kind of ['none', 'cut'])
      expect(part(({ lettering }) => lettering === kind)).toBeGreaterThan(0.07);
    for (const trait of ['flattened', 'tilted', 'wobbly'] as const)
      expect(part((hand) => hand[trait])).toBeGreaterThan(0.08);
  });

  it('shake over sources more than over others', () => {
    const others = Array.from({ length: 600 }, (_, i) => wideHand('fuse', i));
    expect(others.filter(({ wobbly }) => wobbly).length / 600).toBeLessThan(
      0.5 * part(({ wobbly }) => wobbly),
    );
  });

  it('do with a style what they are: lines, lettering, ground and view', () => {
    const plain = {
      ...hands[0]!,
      pen: 'own',
      lettering: 'own',
      flattened: false,
      tilted: false,
      wobbly: false,
    } as const;
    for (const style of stylesOf('train')) {
      expect(wideStyle(style, plain)).toEqual(style);
      expect(wideStyle(style, { ...plain, pen: 'hairline' }).weight[1]).toBeLessThan(0.05);
      expect(wideStyle(style, { ...plain, lettering: 'none' }).labels).toEqual(['none']);
      expect(wideStyle(style, { ...plain, tilted: true }).camera.tilt).toBe(1);
      const { paper, surround, body, ink } = wideStyle(style, { ...plain, flattened: true }).palette!(
        seeded('p'),
      );
      expect([surround, body]).toEqual([paper, paper]);
      expect(ink.symbol).not.toBe(paper);
    }
  });
});

describe('marks', () => {
  const drawn = (type: 'npn' | 'pnp', inset: number) => {
    const random = seeded('marks');
    const { marks } = hands[0]!;
    const habits = habitsFor(stylesOf('train')[0]!, random);
    const sheet = new Sheet(random, {
      ...habits,
      spread: [1, 1],
      mirrored: false,
      labels: 'none',
      marks: { ...marks, inset, heads: { ...marks.heads, shape: 'filled' } },
    });
    bipolar(sheet, [0, 0], type);
    const [left, top, right, bottom] = around([sheet.strokes.find(({ fill }) => fill === 'ink')!]);
    return [(left + right) / 2, (top + bottom) / 2] as const;
  };

  it('keep an NPN’s arrow on the leg below and a PNP’s on the leg above, wherever it stands', () => {
    for (const inset of [0, 0.5, 1]) {
      expect(drawn('npn', inset)[1]).toBeGreaterThan(0.2);
      expect(drawn('pnp', inset)[1]).toBeLessThan(-0.2);
    }
    expect(drawn('npn', 1)[1]).toBeLessThan(drawn('npn', 0)[1]);
  });

  it('are of classes that there are', () => {
    const names = components.classes.map(({ name }) => name);
    expect(oftenMistaken.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(oftenMistaken).size).toBe(oftenMistaken.length);
  });
});

it('cuts off lettering that stands beside what is drawn, and nothing else', () => {
  const stroke = (kind: Stroke['kind'], ...points: Stroke['points']): Stroke => ({
    kind,
    points,
    fill: 'none',
  });
  const symbol = stroke('symbol', [0, 0], [4, 4]);
  const inside = stroke('text', [1, 1], [2, 2]);
  const across = stroke('text', [3, 2], [7, 2]);
  const beside = stroke('text', [8, 0], [9, 0]);
  expect(withLetteringCut([symbol, inside, across, beside], 1)).toEqual([
    symbol,
    inside,
    stroke('text', [3, 2], [5, 2]),
  ]);
  expect(withLetteringCut([inside], 1)).toEqual([inside]);
});

it('turns a finished picture: four quarters are none, and a symbol’s pixels move with it', () => {
  const hand = { ...hands[0]!, turns: 0 as const };
  const upright = componentDrawer.draw('ground', 'textbook', 1, { square: 32 }, hand);
  const { rgb } = componentDrawer.draw('ground', 'textbook', 1, { square: 32 }, { ...hand, turns: 1 });
  expect(rgb).not.toEqual(upright.rgb);
  expect(quarterTurned({ width: 32, height: 32, rgb }, 3).rgb).toEqual(upright.rgb);
  expect(quarterTurned({ width: 32, height: 32, rgb }, 4).rgb).toEqual(rgb);
});
