import { CAPTIONS, PAIRS } from '../caption-ensemble';
import {
  captionEvidence,
  type TextModality,
  textModality,
  textProbability,
} from '../caption-ensemble/text-modality';
import type { Method } from '../method';
import { classProbabilities, cosines } from '../probability';
import { type ConfidenceState, modalConfidence, modalWeights } from './confidence';

/** Parameters of X-MoRe. */
export type XMoreParameters = { readonly pairs: number; readonly k: number };

interface Measured {
  /** Image-modal probability, `[C]`. */
  readonly image: Float64Array;
  readonly text: TextModality;
}

/** `c_img·p_img + c_txt·p_txt`, normalised (X-MoRe eq. 4). Its state is the range of confidences so far. */
export const xMore: Method<XMoreParameters, ConfidenceState, Measured> = {
  id: 'x-more',
  title: 'X-MoRe',
  explanation:
    'Classifies the photo and its captions apart, and trusts the one that is surer than it was on the photos before.',
  reference: {
    paper:
      'Cross-Modal Retrieval Meets Inference: Improving Zero-Shot Classification with Cross-Modal Retrieval',
    year: 2023,
    equations: '1–4',
  },
  parameters: {
    k: CAPTIONS,
    pairs: PAIRS,
  },
  output: 'probability',
  needs: [
    {
      need: 'captions of photo',
      without: 'No captions were retrieved for the photo; its own answer stands alone.',
    },
    {
      need: 'image vectors in index',
      without: 'The index holds no image vectors; captions are the nearest to the photo among all.',
    },
  ],
  memory:
    'Remembers how sure photo and captions were on the photos before, so that the order of photos matters.',
  prepare: (task) => {
    const prototypes = task.classes.map(({ atoms }) => atoms.own);
    return {
      *measure(photo) {
        const image = classProbabilities(cosines(photo.atoms.own, prototypes), task.logitScale);
        yield;
        return { image, text: textModality(photo, task) };
      },
      weigh: ({ k }) => {
        const run = ({ image, text: modality }: Measured, before: ConfidenceState) => {
          const text = textProbability(modality, k);
          // A photo without captions has one modality, and says nothing about the confidences of two.
          if (text === null)
            return { image, text, p: image, state: before, confidences: null, weights: null };
          const confidences = { image: modalConfidence(image), text: modalConfidence(text) };
          const { weights, state } = modalWeights(confidences, before);
          const p = image.map((probability, c) => weights.image * probability + weights.text * text[c]!);
          return { image, text, p, state, confidences, weights };
        };
        return {
          initial: null,
          score: (measured, before) => {
            const { p, state } = run(measured, before);
            return { scores: p, names: null, state };
          },
          explain: (measured, before) => {
            const { image, text, confidences, weights } = run(measured, before);
            return {
              lists: text === null ? [] : [captionEvidence(measured.text, k)],
              figures:
                text === null
                  ? []
                  : [
                      { title: 'Confidence of the photo', value: confidences.image },
                      { title: 'Confidence of the captions', value: confidences.text },
                      { title: 'Weight of the photo', value: weights.image },
                      { title: 'Weight of the captions', value: weights.text },
                    ],
              distributions: [
                { title: 'Photo alone', probabilities: image },
                ...(text === null ? [] : [{ title: 'Captions alone', probabilities: text }]),
              ],
            };
          },
        };
      },
    };
  },
};
