import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, normalise, row, stack } from '../../embeddings';
import { exactTopK } from '../../retrieval/retrieval';
import { classify, TASK_VECTORS, taskOf } from '../../testing/tasks';
import { captionEnsemble } from '../caption-ensemble';
import { paperValues } from '../values';
import { xMore } from '.';
import { type ConfidenceState, modalConfidence, modalWeights } from './confidence';
import { crossModalRetrieval } from './retrieval';

const WIDTH = 6;
const direction = fc
  .array(fc.noBias(fc.integer({ min: -999, max: 999 })), { minLength: WIDTH, maxLength: WIDTH })
  .filter((v) => dot(v, v) > 0.01)
  .map((v) => normalise(v));
const task = fc
  .array(direction, { minLength: TASK_VECTORS, maxLength: TASK_VECTORS })
  .map((vectors) => taskOf(vectors));
const confidence = fc.double({ min: 0, max: 1, noNaN: true });
const confidences = fc.record({ image: confidence, text: confidence });
const options = { numRuns: 40, seed: 3 };

describe('modal confidence', () => {
  it('is 0 for equal probabilities, 1 for certainty and for a single class', () => {
    expect(modalConfidence([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(0, 12);
    expect(modalConfidence([0, 1, 0])).toBe(1);
    expect(modalConfidence([1])).toBe(1);
  });
});

describe('modal weights', () => {
  const over = (list: readonly { image: number; text: number }[], start: ConfidenceState = null) => {
    let state = start;
    return list.map((entry) => {
      const step = modalWeights(entry, state);
      state = step.state;
      return step;
    });
  };

  it('sum to one and lie within the range so far', () => {
    fc.assert(
      fc.property(fc.array(confidences, { minLength: 1, maxLength: 12 }), (list) => {
        over(list).forEach(({ weights, state }, i) => {
          expect(weights.image + weights.text).toBeCloseTo(1, 12);
          expect(Math.min(weights.image, weights.text)).toBeGreaterThanOrEqual(0);
          const seen = list.slice(0, i + 1).map(({ image }) => image);
          expect(state.image).toEqual({ lowest: Math.min(...seen), highest: Math.max(...seen) });
        });
      }),
      options,
    );
  });

  it('are equal for the first photo, whatever its confidences', () => {
    fc.assert(
      fc.property(confidences, (first) => {
        expect(modalWeights(first, null).weights).toEqual({ image: 0.5, text: 0.5 });
      }),
      options,
    );
  });

  it('count a modality whose range is still zero as 1, and both equally where neither counts', () => {
    const before = modalWeights({ image: 0.4, text: 0.6 }, null).state;
    // The text's range is zero, the image's lowest so far is this one.
    expect(modalWeights({ image: 0.2, text: 0.6 }, before).weights).toEqual({ image: 0, text: 1 });
    expect(modalWeights({ image: 0.2, text: 0.3 }, before).weights).toEqual({ image: 0.5, text: 0.5 });
    expect(modalWeights({ image: 0.9, text: 0.3 }, before).weights).toEqual({ image: 1, text: 0 });
  });

  it('depend on the order, and not on anything before a reset', () => {
    const list = [
      { image: 0.6, text: 0.3 },
      { image: 0.9, text: 0.1 },
      { image: 0.7, text: 0.4 },
    ];
    const last = over(list)[2]!.weights;
    const swapped = over([list[2]!, list[1]!, list[0]!]);
    expect(swapped[0]!.weights).not.toEqual(last);
    expect(over(list, null).map(({ weights }) => weights)).toEqual(over(list).map(({ weights }) => weights));
    expect(
      over(list, { image: { lowest: 0, highest: 1 }, text: { lowest: 0, highest: 1 } })[0]!.weights,
    ).not.toEqual(over(list)[0]!.weights);
  });
});

describe('X-MoRe', () => {
  const paper = paperValues(xMore);

  it('lies between the photo and its captions, and halfway for the first', () => {
    fc.assert(
      fc.property(task, (input) => {
        const { scores, evidence } = classify(xMore, input, paper);
        scores.forEach((p, i) => {
          const [image, text] = evidence[i]!.distributions.map(({ probabilities }) => probabilities);
          p.forEach((value, c) => {
            const [a, b] = [image![c]!, text![c]!];
            if (i === 0) expect(value).toBeCloseTo((a + b) / 2, 12);
            expect(value).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-12);
            expect(value).toBeLessThanOrEqual(Math.max(a, b) + 1e-12);
          });
        });
      }),
      options,
    );
  });

  it('goes on from a state as if it had seen the photos before, and forgets them on reset', () => {
    fc.assert(
      fc.property(task, (input) => {
        const { weighed, measured, scores, scored } = classify(xMore, input, paper);
        const later = weighed.score(measured[3]!, scored[2]!.state);
        expect(later.scores).toEqual(scores[3]);
        const afterReset = weighed.score(measured[3]!, weighed.initial);
        const first = classify(xMore, { ...input, photos: [input.photos[3]!] }, paper);
        expect(afterReset.scores).toEqual(first.scores[0]);
      }),
      options,
    );
  });

  it('reads the captions of its two steps, and says where it had to read others', () => {
    fc.assert(
      fc.property(task, (input) => {
        const text = (pick: typeof input) => classify(captionEnsemble, pick, { k: 16, pairs: 128 });
        const direct = { ...input, photos: input.photos.map((photo) => ({ ...photo, paired: null })) };
        const swapped = {
          ...input,
          photos: input.photos.map((photo) => ({ ...photo, atoms: { ...photo.atoms, ...photo.paired! } })),
        };
        expect(text(input).scores).toEqual(text(swapped).scores);
        expect(text(input).evidence[0]!.lists[0]!.source).toBe('paired captions of photo');
        expect(text(direct).evidence[0]!.lists[0]!.source).toBe('captions of photo');
      }),
      options,
    );
  });

  it('reads k captions and no more', () => {
    fc.assert(
      fc.property(task, (input) => {
        const fewer = {
          ...input,
          photos: input.photos.map((photo) => ({
            ...photo,
            paired: {
              captions: photo.paired!.captions.slice(0, 2),
              similarities: Array.from(photo.paired!.similarities).slice(0, 2),
            },
          })),
        };
        expect(classify(captionEnsemble, input, { k: 2, pairs: 128 }).scores).toEqual(
          classify(captionEnsemble, fewer, { k: 16, pairs: 128 }).scores,
        );
      }),
      options,
    );
  });
});

describe('cross-modal retrieval', () => {
  const pairs = fc.array(fc.tuple(direction, direction), { minLength: 8, maxLength: 30 });

  it('over all pairs is the search of the captions', () => {
    fc.assert(
      fc.property(pairs, direction, (list, photo) => {
        const [images, captions] = [stack(list.map(([image]) => image)), stack(list.map(([, text]) => text))];
        const found = crossModalRetrieval(images, captions, photo, list.length, 4);
        expect(found.map(({ similarity }) => similarity)).toEqual(
          exactTopK(captions, photo, 4).map(({ similarity }) => similarity),
        );
      }),
      options,
    );
  });

  it('takes no caption whose image is farther than the nearest m', () => {
    fc.assert(
      fc.property(pairs, direction, (list, photo) => {
        const [images, captions] = [stack(list.map(([image]) => image)), stack(list.map(([, text]) => text))];
        const near = exactTopK(images, photo, 5).map(({ index }) => index);
        const found = crossModalRetrieval(images, captions, photo, 5, 3);
        expect(found).toHaveLength(3);
        for (const { index, similarity } of found) {
          expect(near).toContain(index);
          expect(similarity).toBeCloseTo(dot(row(captions, index), photo), 12);
        }
      }),
      options,
    );
  });
});
