import { expect, it } from 'vitest';
import { seeded } from '../../random.ts';
import { styleNames, world } from '../../world.ts';
import { byFarHand, farHabits } from './far.ts';
import { heldOut } from './pictures.ts';

/** Grey pixels as rows of digits, 0 black and 9 white. */
const picture = (...rows: string[]) => ({
  width: rows[0]!.length,
  height: rows.length,
  rgb: Uint8Array.from([...rows.join('')].flatMap((digit) => Array<number>(3).fill(Number(digit) * 28))),
});
const rows = ({ width, height, rgb }: ReturnType<typeof byFarHand>) =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => rgb[3 * (y * width + x)]! / 28).join(''),
  );
const as = { turns: 0, mirrored: false, growth: 0 };

it.each([
  [{ ...as, turns: 1 }, ['90', '91', '92']],
  [{ ...as, turns: 2 }, ['999', '210']],
  [{ ...as, turns: 3 }, ['29', '19', '09']],
  [{ ...as, mirrored: true }, ['210', '999']],
  [{ ...as, mirrored: true, turns: 1 }, ['92', '91', '90']],
])('%j', (habits, expected) => {
  expect(rows(byFarHand(picture('012', '999'), habits))).toEqual(expected);
});

it('grows and shrinks what is drawn, dark on light and light on dark', () => {
  const line = ['999999', '999999', '993999', '999999', '999999'];
  const grown = ['999999', '933399', '933399', '933399', '999999'];
  expect(rows(byFarHand(picture(...line), { ...as, growth: 1 }))).toEqual(grown);
  expect(rows(byFarHand(picture(...grown), { ...as, growth: -1 }))).toEqual(line);
  const chalk = (of: readonly string[]) => of.map((row) => row.replaceAll('9', '0').replaceAll('3', '8'));
  expect(rows(byFarHand(picture(...chalk(line)), { ...as, growth: 1 }))).toEqual(chalk(grown));
  expect(rows(byFarHand(picture(...chalk(grown)), { ...as, growth: -1 }))).toEqual(chalk(line));
});

it('no picture stands as its class is drawn, and two of three have other lines', () => {
  const habits = Array.from({ length: 300 }, (_, i) =>
    farHabits(seeded('far', i), { width: 500, height: 500 }),
  );
  expect(habits.filter(({ turns, mirrored }) => turns === 0 && !mirrored)).toEqual([]);
  expect(habits.filter(({ growth }) => growth !== 0).length).toBeGreaterThan(160);
  expect(new Set(habits.map(({ growth }) => growth))).toEqual(new Set([0, 3, -1]));
});

it('is in whole styles that training has none of, with seeds of its own', () => {
  for (const { slug, style, file } of heldOut('far', 2)) {
    const { drawer } = world.find(({ knowledge }) => knowledge.slug === slug)!;
    expect(styleNames(drawer, 'validation')).toContain(style);
    expect(styleNames(drawer, 'train')).not.toContain(style);
    expect(styleNames(drawer, 'test')).not.toContain(style);
    expect(file).toContain('/far/');
  }
});
