import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { circuits } from '../knowledge/circuits.ts';
import { Sheet } from '../pictures/sheet.ts';
import { habitsFor, stylesOf } from '../pictures/styles.ts';
import { topologyOf } from '../pictures/topologies/index.ts';
import { seeded } from '../random.ts';
import { corpus } from './corpus.ts';
import { textsFor } from './picture-texts.ts';

const names = circuits.flatMap(({ name, synonyms }) => [name, ...synonyms].map((n) => n.toLowerCase()));

describe('the caption corpus', () => {
  const captions = corpus('1');

  it('is the committed file', () => {
    const file = readFileSync(new URL('captions.tsv', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    expect(file.map((line) => line.split('\t')[1])).toEqual(captions);
  });

  it('holds at least 8,000 different captions, most of them about other things', () => {
    expect(captions.length).toBeGreaterThanOrEqual(8000);
    expect(new Set(captions.map((caption) => caption.toLowerCase())).size).toBe(captions.length);
    const aboutCircuits = captions.filter((caption) =>
      names.some((name) => caption.toLowerCase().includes(name)),
    );
    expect(aboutCircuits.length / captions.length).toBeLessThanOrEqual(0.4);
  });

  it('speaks of every circuit by its name', () => {
    for (const { name } of circuits) {
      const about = captions.filter((caption) => caption.toLowerCase().includes(name.toLowerCase()));
      expect(about.length, name).toBeGreaterThan(30);
    }
  });
});

describe('the texts of a training picture', () => {
  it('give no name away unless the picture may bear it', () => {
    for (const circuit of circuits) {
      const random = seeded('texts', circuit.name);
      const sheet = new Sheet(random, habitsFor(stylesOf('train')[0]!, random));
      topologyOf(circuit.name)(sheet);
      const own = [circuit.name, ...circuit.synonyms].map((name) => name.toLowerCase());
      for (const { text, claims } of textsFor(circuit, sheet.parts, false, 60, random)) {
        expect(own.filter((name) => text.toLowerCase().includes(name))).toEqual([]);
        expect(claims.filter((claim) => claim.startsWith('name:'))).toEqual([]);
      }
    }
  });
});
