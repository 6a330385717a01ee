import { describe, expect, it } from 'vitest';
import { partOf } from '../../knowledge/long-tail.ts';
import { world } from '../../world.ts';
import { domainList, everyClassList, placeOf, whereKnown } from './class-lists.ts';

const domains = world.map(({ knowledge }) => knowledge);

describe('class lists', () => {
  it.each(domains)('$domain: every class is there under its first name, with all its names', (knowledge) => {
    const list = domainList(knowledge, 'a photo of a {}');
    expect(list.prompts).toEqual({ zeroShot: knowledge.zeroShotPrompt, retrieval: 'a photo of a {}' });
    expect(list.classes).toEqual(
      knowledge.classes.map(({ name, synonyms }) => ({ name, names: [name, ...synonyms], descriptions: [] })),
    );
    for (const [i, { name }] of knowledge.classes.entries()) expect(placeOf(list, name)).toBe(i);
  });

  it('all classes together have one place for every name', () => {
    const list = everyClassList(domains, 'a photo of a {}');
    for (const { classes } of domains)
      for (const { name } of classes) expect(list.classes[placeOf(list, name)]!.names).toContain(name);
    expect(() => placeOf(list, 'teapot')).toThrow('“teapot”');
  });

  it('know the domain and the part of a pocket class, whatever its case', () => {
    for (const knowledge of domains)
      for (const [rank, { name }] of knowledge.classes.entries())
        expect(whereKnown(name.toUpperCase(), [knowledge])).toEqual({
          knowledge,
          part: partOf(rank, knowledge.classes.length),
        });
    expect(whereKnown('teapot', domains)).toBeNull();
  });
});
