import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namedCaption, sectionsOf, sectionsUnder, sentencesOf } from '..';

describe('sentences', () => {
  test('end where the text says so, not at abbreviations, ranks and initials', () => {
    expect(
      sentencesOf(
        'Fern of walls. Asplenium trichomanes L. subsp. quadrivalens has\nstipes to 20 cm. long, ca. 1 mm diam. and black! Is it rare?',
        'en',
        500,
      ),
    ).toEqual([
      'Fern of walls.',
      'Asplenium trichomanes L. subsp. quadrivalens has stipes to 20 cm. long, ca. 1 mm diam. and black!',
      'Is it rare?',
    ]);
    expect(sentencesOf('シダの一種。壁に生える。', 'ja', 100)).toEqual(['シダの一種。', '壁に生える。']);
  });

  test('end with a paragraph; what has no letters is none', () => {
    expect(sentencesOf('Habitat\n\n1. \n \nWalls', 'en', 100)).toEqual(['Habitat', 'Walls']);
    expect(sentencesOf(' \n ', 'en', 100)).toEqual([]);
    expect(sentencesOf('One text. Two.', 'not a language', 100)).toEqual(['One text.', 'Two.']);
  });

  test('longer than a caption are cut at the strongest mark that is there', () => {
    const flora = 'Rhizome short; stipes black, 5 to 20 cm long, shining; sori oblong, along the veins.';
    expect(sentencesOf(flora, 'en', 50)).toEqual([
      'Rhizome short',
      'stipes black, 5 to 20 cm long, shining',
      'sori oblong, along the veins.',
    ]);
    expect(sentencesOf('one two three four', 'en', 9)).toEqual(['one two', 'three', 'four']);
  });

  test('of any text keep its words in their order, and fit where spaces let them', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const mark = fc.constantFrom(' ', ', ', '; ', ': ', '. ', '\n', '\n\n');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, mark), { maxLength: 60 }),
        fc.integer({ min: 9, max: 80 }),
        (parts, longest) => {
          const sentences = sentencesOf(parts.flat().join(''), 'en', longest);
          const words = (text: string) => text.match(/[a-z]+/g) ?? [];
          expect(sentences.flatMap(words)).toEqual(parts.map(([one]) => one));
          for (const sentence of sentences) expect(sentence.length).toBeLessThanOrEqual(longest);
        },
      ),
    );
  });
});

describe('a caption with a name', () => {
  test('says whom it is of, once', () => {
    expect(namedCaption('Asplenium viride', 'Stipes green.')).toBe('Asplenium viride: Stipes green.');
    expect(namedCaption('Asplenium viride', 'The fern ASPLENIUM  viride is green.')).toBe(
      'The fern ASPLENIUM  viride is green.',
    );
    expect(namedCaption('oak', 'A soaked oakum.')).toBe('oak: A soaked oakum.');
    expect(namedCaption(' ', 'Stipes green.')).toBe('Stipes green.');
  });
});

describe('sections', () => {
  const article =
    'A fern.\n\n== Description ==\nStipes black.\n=== Sori ===\nOblong.\n== Distribution ==\nAlps.';

  test('are told by headings of wikis and of Markdown', () => {
    expect(sectionsOf(article)).toEqual([
      { heading: '', text: 'A fern.' },
      { heading: 'Description', text: 'Stipes black.' },
      { heading: 'Sori', text: 'Oblong.' },
      { heading: 'Distribution', text: 'Alps.' },
    ]);
    expect(sectionsOf('# Ferns #\nGreen.\n#hashtag')).toEqual([
      { heading: 'Ferns', text: 'Green.\n#hashtag' },
    ]);
    expect(sectionsOf('5 == 5')).toEqual([{ heading: '', text: '5 == 5' }]);
  });

  test('that are wanted are taken, else the lead', () => {
    expect(sectionsUnder(article, ['descri', 'sori']).map(({ text }) => text)).toEqual([
      'Stipes black.',
      'Oblong.',
    ]);
    expect(sectionsUnder(article, ['habit']).map(({ text }) => text)).toEqual(['A fern.']);
  });
});
