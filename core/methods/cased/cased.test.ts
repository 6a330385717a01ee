import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, meanDirection, normalise } from '../../embeddings';
import { classify, TASK_VECTORS, taskOf } from '../../testing/tasks';
import { classProbabilities, cosines } from '../probability';
import { cased } from '.';
import { candidateNames, cleanCaption, NO_NAME, type TaggedWord } from './names';

const direction = fc
  .array(fc.noBias(fc.integer({ min: -999, max: 999 })), { minLength: 6, maxLength: 6 })
  .filter((v) => dot(v, v) > 0.01)
  .map((v) => normalise(v));
const task = fc
  .array(direction, { minLength: TASK_VECTORS, maxLength: TASK_VECTORS })
  .map((vectors) => taskOf(vectors));
const options = { numRuns: 40, seed: 4 };

describe('cleaning', () => {
  it.each([
    ['See https://example.org/a-b.jpg for more', 'see for more'],
    ['www.example.org/shop Oak leaf', 'oak leaf'],
    ['<b>Bridge</b>&nbsp;rectifier', 'bridge rectifier'],
    ['IMG_2041.JPG', 'img'],
    ['full-wave_rectifier/circuit', 'full wave rectifier circuit'],
    ['3 ferns, 12 cm', 'ferns, cm'],
    ['  Straße\tund  Ölkanne ', 'straße und ölkanne'],
    ['2041', ''],
  ])('%s → %s', (caption, clean) => {
    expect(cleanCaption(caption)).toBe(clean);
  });
});

/** Words as the test marks them: `*` a noun, `*word=singular` a plural one, `,` the end of a phrase. */
const tag = (text: string): TaggedWord[] =>
  text.split(' ').map((marked) => {
    const [word, singular] = marked.replaceAll('*', '').replace(',', '').split('=');
    return {
      word: word!,
      singular: singular ?? word!,
      isNoun: marked.startsWith('*'),
      endsPhrase: marked.endsWith(','),
    };
  });
/** Cleaning would take the marks away. */
const named = (...texts: string[]) =>
  candidateNames(
    texts.map((_, i) => `caption ${'x'.repeat(i)}`),
    (caption) => tag(texts[caption.split(' ')[1]?.length ?? 0]!),
  );

describe('candidate names', () => {
  it('are nouns, and compounds of adjacent ones down to the head', () => {
    expect(named('a *wave *bridge *rectifier on a *board')).toEqual([
      'wave',
      'wave bridge rectifier',
      'bridge',
      'bridge rectifier',
      'rectifier',
      'board',
    ]);
  });

  it('end where punctuation or another word parts them', () => {
    expect(named('*oak, *leaf and *twig')).toEqual(['oak', 'leaf', 'twig']);
  });

  it('are one in singular and plural, those of most captions first', () => {
    expect(named('*moss', '*ferns=fern', 'a *fern', '*tree *ferns=fern')).toEqual([
      'fern',
      'moss',
      'tree',
      'tree fern',
    ]);
  });

  it('leave out short words and words for the picture itself', () => {
    expect(named('*photo of an *ox and a *fern *image')).toEqual(['fern']);
    expect(named('*pictures=picture of *ox')).toEqual([NO_NAME]);
  });

  it('are “object” where there are no captions', () => {
    expect(candidateNames([], tag)).toEqual([NO_NAME]);
  });
});

describe('CaSED', () => {
  it('is its equation on whole vectors', () => {
    fc.assert(
      fc.property(
        task,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 6 }),
        (input, share, k) => {
          const { scored } = classify(cased, input, { share, k });
          input.photos.forEach(({ atoms, candidates }, i) => {
            const mean = meanDirection(atoms.captions.slice(0, k));
            const p = (v: ArrayLike<number>) =>
              classProbabilities(cosines(v, candidates!.embeddings), input.logitScale);
            const [fromPhoto, fromCaptions] = [p(atoms.own), p(mean)];
            expect(scored[i]!.names).toEqual(candidates!.names);
            scored[i]!.scores.forEach((value, v) => {
              expect(value).toBeCloseTo(share * fromPhoto[v]! + (1 - share) * fromCaptions[v]!, 4);
            });
          });
        },
      ),
      options,
    );
  });

  it('calls a photo that nothing names “object”', () => {
    fc.assert(
      fc.property(task, (input) => {
        const photos = input.photos.map((photo) => ({ ...photo, candidates: null }));
        const { scored } = classify(cased, { ...input, photos }, { share: 0.7, k: 10 });
        expect(scored[0]).toEqual({ scores: Float64Array.of(1), names: [NO_NAME], state: null });
      }),
      options,
    );
  });
});
