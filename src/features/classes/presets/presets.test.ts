import { describe, expect, it } from 'vitest';
import { parseClasses, validatePrompt } from '../../../../core';
import { isMedical, PRESETS } from './presets';

const sizes: Readonly<Record<string, number>> = { circuits: 32, lesions: 7 };

describe('presets', () => {
  for (const preset of PRESETS) {
    it(`${preset.title} has prompts that take a class name`, () => {
      validatePrompt(preset.prompts.zeroShot);
      validatePrompt(preset.prompts.retrieval);
    });

    if (preset.classes !== null && 'text' in preset.classes) {
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

  it('knows a list about skin lesions, also an edited one, and no other', () => {
    expect(isMedical(['Melanoma', 'mole', 'other'])).toBe(true);
    expect(isMedical(['mole', 'hedgehog', 'shrew'])).toBe(false);
  });
});
