import { NO_EVIDENCE } from '../evidence';
import type { Method } from '../method';
import { classProbabilities, cosines } from '../probability';
import { NO_NAME } from './names';

/** Parameters of CaSED. */
export type CasedParameters = { readonly share: number; readonly k: number };

interface Measured {
  readonly names: readonly string[];
  /** c·z, `[V]`. */
  readonly photo: Float32Array;
  /** c·t_j, `[captions][V]`, best caption first. */
  readonly captions: readonly Float32Array[];
  /** t_i·t_j. */
  readonly captionProduct: (i: number, j: number) => number;
}

/** `a·softmax(scale·c·z) + (1−a)·softmax(scale·c·t)` over names found in the captions. */
export const cased: Method<CasedParameters, null, Measured> = {
  id: 'cased',
  title: 'CaSED',
  explanation: 'Needs no class list: names come from the captions retrieved for the photo.',
  reference: { paper: 'Vocabulary-free Image Classification', year: 2023, equations: null },
  parameters: {
    share: {
      kind: 'number',
      symbol: 'a',
      title: 'Share of the photo',
      explanation: 'How much the photo itself decides between the names; the rest is left to its captions.',
      affects: 'weights',
      min: 0,
      max: 1,
      scale: 'linear',
      whole: false,
      canBeOff: false,
      paper: 0.7,
    },
    k: {
      kind: 'number',
      symbol: 'k',
      title: 'Captions',
      explanation: 'How many captions are retrieved for each photo and averaged.',
      affects: 'retrieval',
      min: 1,
      max: 32,
      scale: 'linear',
      whole: true,
      canBeOff: false,
      paper: 10,
    },
  },
  output: 'probability',
  needs: [
    {
      need: 'captions of photo',
      without: 'No captions were retrieved for the photo, so that nothing names it.',
    },
    { need: 'candidate names', without: `The captions name nothing; the photo is called “${NO_NAME}”.` },
  ],
  prepare: ({ logitScale, products }) => ({
    *measure({ atoms, candidates }) {
      const { order, products: inner } = products.self(atoms);
      const captionProduct = (i: number, j: number) => inner[(i + 1) * order + j + 1]!;
      const { names, embeddings } = candidates ?? { names: [], embeddings: [] };
      const captions: Float32Array[] = [];
      for (const caption of atoms.captions) {
        yield;
        captions.push(cosines(caption, embeddings));
      }
      return { names, photo: cosines(atoms.own, embeddings), captions, captionProduct };
    },
    weigh: ({ share, k }) => ({
      initial: null,
      score: ({ names, photo, captions, captionProduct }) => {
        if (names.length === 0) return { scores: Float64Array.of(1), names: [NO_NAME], state: null };
        const fromPhoto = classProbabilities(photo, logitScale);
        const count = Math.min(k, captions.length);
        if (count === 0) return { scores: fromPhoto, names, state: null };
        const fromCaptions = classProbabilities(meanCosines(captions, captionProduct, count), logitScale);
        const scores = fromPhoto.map((p, v) => share * p + (1 - share) * fromCaptions[v]!);
        return { scores, names, state: null };
      },
      explain: ({ photo, captions, captionProduct }) => {
        if (photo.length === 0 || captions.length === 0) return NO_EVIDENCE;
        const count = Math.min(k, captions.length);
        const mean = meanCosines(captions, captionProduct, count);
        return {
          lists: [
            {
              source: 'captions of photo',
              classIndex: null,
              title: 'Share of each caption retrieved for the photo',
              items: Array.from({ length: count }, (_, index) => ({ index, weight: 1 / count })),
            },
          ],
          figures: [],
          distributions: [
            { title: 'Photo alone', probabilities: classProbabilities(photo, logitScale) },
            { title: 'Captions alone', probabilities: classProbabilities(mean, logitScale) },
          ],
        };
      },
    }),
  }),
};

/** Cosine of each name to the renormalised mean of the first captions, `[V]`. */
function meanCosines(
  captions: readonly Float32Array[],
  captionProduct: (i: number, j: number) => number,
  count: number,
): Float64Array {
  let square = 0;
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) square += captionProduct(i, j);
  const length = Math.sqrt(Math.max(0, square));
  const sums = new Float64Array(captions[0]!.length);
  for (const row of captions.slice(0, count)) for (let v = 0; v < sums.length; v++) sums[v]! += row[v]!;
  return length > 0 ? sums.map((sum) => sum / length) : sums;
}
