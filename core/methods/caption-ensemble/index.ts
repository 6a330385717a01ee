import type { Method } from '../method';
import type { NumberParameter } from '../parameters';
import { classProbabilities, cosines } from '../probability';
import { captionEvidence, type TextModality, textModality, textProbability } from './text-modality';

/** Parameters of the caption ensemble. */
export type CaptionEnsembleParameters = { readonly k: number; readonly pairs: number };

/** How many captions X-MoRe and the caption ensemble read. */
export const CAPTIONS: NumberParameter = {
  kind: 'number',
  symbol: 'k',
  title: 'Captions',
  explanation: 'How many captions are read for each photo; more of them make the answer less sure of itself.',
  affects: 'retrieval',
  min: 1,
  max: 32,
  scale: 'linear',
  whole: true,
  canBeOff: false,
  paper: 16,
};

/** How many pairs X-MoRe's first step hands on to the second. */
export const PAIRS: NumberParameter = {
  kind: 'number',
  symbol: 'm',
  title: 'Image neighbours',
  explanation: 'How many images near the photo hand in their captions, of which the nearest are read.',
  affects: 'retrieval',
  min: 1,
  max: 512,
  scale: 'logarithmic',
  whole: true,
  canBeOff: false,
  paper: 128,
};

interface Measured {
  readonly text: TextModality;
  /** Image-modal probability `[C]`, for a photo without captions. */
  readonly image: Float64Array;
}

/** Mean over the captions of softmax_c: X-MoRe's text modality alone. */
export const captionEnsemble: Method<CaptionEnsembleParameters, null, Measured> = {
  id: 'caption-ensemble',
  title: 'Caption ensemble',
  explanation: 'Classifies the captions retrieved for the photo, and not the photo itself.',
  reference: {
    paper:
      'Cross-Modal Retrieval Meets Inference: Improving Zero-Shot Classification with Cross-Modal Retrieval',
    year: 2023,
    equations: 'section 4.1, baseline',
  },
  parameters: { k: CAPTIONS, pairs: PAIRS },
  output: 'probability',
  needs: [
    {
      need: 'captions of photo',
      without: 'No captions were retrieved for the photo; it is compared with the prompts.',
    },
    {
      need: 'image vectors in index',
      without: 'The index holds no image vectors; captions are the nearest to the photo among all.',
    },
  ],
  prepare: (task) => {
    const prototypes = task.classes.map(({ atoms }) => atoms.own);
    return {
      *measure(photo) {
        const image = classProbabilities(cosines(photo.atoms.own, prototypes), task.logitScale);
        yield;
        return { text: textModality(photo, task), image };
      },
      weigh: ({ k }) => ({
        initial: null,
        score: ({ text, image }) => ({ scores: textProbability(text, k) ?? image, names: null, state: null }),
        explain: ({ text }) => ({ lists: [captionEvidence(text, k)], figures: [], distributions: [] }),
      }),
    };
  },
};
