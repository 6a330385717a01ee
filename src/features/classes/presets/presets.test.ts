import { describe, expect, it } from 'vitest';
import { classResolver, parseClasses, validatePrompt } from '../../../../core';
import { BENCHMARKS } from './benchmarks';
import { isMedical, PRESETS } from './presets';

const sizes: Readonly<Record<string, number>> = { circuits: 32, lesions: 7, 'inaturalist-long-tail': 100 };

describe('presets', () => {
  for (const preset of PRESETS) {
    it(`${preset.title} has prompts that take a class name`, () => {
      validatePrompt(preset.prompts.zeroShot);
      validatePrompt(preset.prompts.retrieval);
    });

    if ('text' in preset.classes) {
      const { text } = preset.classes;
      it(`${preset.title} parses without a problem into ${sizes[preset.id]} classes and loses no name`, () => {
        const { classes, problems } = parseClasses(text);
        expect(problems).toEqual([]);
        expect(classes).toHaveLength(sizes[preset.id]!);
        expect(classes.flatMap((entry) => entry.names)).toHaveLength(
          text.split(/[|\n]/).filter((name) => name.trim() !== '').length,
        );
      });
    }
  }

  it.each([
    ['circuits', '(AM/FM/infrared/RF) transmitter', 'transmitter'],
    ['circuits', '(infrared) controller', 'infrared controller'],
    ['circuits', 'dice/toss/random number generator', 'dice'],
    ['circuits', 'others', 'other circuit'],
    [
      'inaturalist-long-tail',
      '09937_Plantae_Tracheophyta_Polypodiopsida_Polypodiales_Dryopteridaceae_Dryopteris_arguta',
      'Dryopteris arguta',
    ],
    ['inaturalist-long-tail', 'New York Fern', 'Parathelypteris noveboracensis'],
  ])('%s knows “%s” as its data set writes it', (id, written, name) => {
    const { text } = BENCHMARKS.find((preset) => preset.id === id)!.classes as { text: string };
    expect(classResolver(parseClasses(text).classes, null)(written)).toMatchObject({ name });
  });

  it('knows a list about skin lesions, also an edited one, and no other', () => {
    expect(isMedical(['Melanoma', 'mole', 'other'])).toBe(true);
    expect(isMedical(['mole', 'hedgehog', 'shrew'])).toBe(false);
  });
});
