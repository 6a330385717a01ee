import { expect, it } from 'vitest';
import { world } from '../../world.ts';
import { descriptionsOf } from './descriptions.ts';

const domains = world.map(({ knowledge }) => knowledge);

it('says each shape of a class, in its prompt', () => {
  const found = descriptionsOf('bridge rectifier', 'a sketch of a {}', domains);
  expect(found).toContain('a sketch of a bridge rectifier with four diodes in a ring');
  expect(found.every((sentence) => sentence.startsWith('a sketch of a bridge rectifier with '))).toBe(true);
});

it('has something to say of every pocket class, and nothing of others', () => {
  for (const { classes, zeroShotPrompt } of domains)
    for (const { name } of classes)
      expect(descriptionsOf(name, zeroShotPrompt, domains).length, name).toBeGreaterThan(0);
  expect(descriptionsOf('steam engine', 'a photo of a {}', domains)).toEqual([]);
});
