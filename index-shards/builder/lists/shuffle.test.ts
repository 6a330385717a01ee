import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inMemory } from '../embed/matrix';
import { Lists } from '../pack/leaves';
import { SILENT } from '../stages/progress';
import { randomRows } from '../testing/random-rows';
import { dealOut } from './shuffle';

test('lists keep their order; empty ones are left out, and long ones divided again where they are', async () => {
  const matrix = inMemory(randomRows(320, 8, 1));
  const sizes = [10, 0, 200, 0, 60, 50, 0];
  const lists = Uint32Array.from(sizes.flatMap((size, list) => Array<number>(size).fill(list)));
  const folder = mkdtempSync(join(tmpdir(), 'fernglass-deal-'));
  const options = { listSize: 20, seed: 1, inMemory: 110 };
  const assignment = { lists, sizes: Uint32Array.from(sizes) };
  const leaves = await dealOut(folder, matrix, assignment, options, SILENT);
  expect(leaves).toHaveLength(3);
  const dealt = new Lists(folder, leaves, matrix);
  const ids = Array.from({ length: dealt.count }, (_, number) => Array.from(dealt.list(number).ids));
  const between = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);
  expect(ids[0]).toEqual(between(0, 10));
  expect(ids.slice(-2)).toEqual([between(210, 270), between(270, 320)]);
  const parts = ids.slice(1, -2);
  expect(parts.flat().toSorted((a, b) => a - b)).toEqual(between(10, 210));
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(40);
});
