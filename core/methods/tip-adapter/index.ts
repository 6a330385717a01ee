import { dot } from '../../embeddings';
import type { Method } from '../method';
import { cosines } from '../probability';
import type { LabelledPhoto } from '../task';

/** Parameters of Tip-Adapter's cache. */
export type TipAdapterParameters = { readonly weight: number; readonly sharpness: number };

interface Measured {
  /** cos(z, W[c]), `[C]`. */
  readonly classes: Float32Array;
  /** The accepted photos but this one: where each stands in the task, its class and its cosine. */
  readonly cache: readonly { readonly index: number; readonly label: number; readonly similarity: number }[];
}

/** λ·exp(−b(1 − z·z_i)) of every accepted photo goes to the logit of its class. Training-free. */
export const tipAdapter: Method<TipAdapterParameters, null, Measured> = {
  id: 'tip-adapter',
  title: 'Tip-Adapter',
  explanation:
    'Lets photos whose class you accepted vote for their class, the more the more they look like this one.',
  reference: {
    paper: 'Tip-Adapter: Training-free Adaption of CLIP for Few-shot Classification',
    year: 2022,
    equations: null,
  },
  parameters: {
    weight: {
      kind: 'number',
      symbol: 'λ',
      title: 'Weight of accepted photos',
      explanation:
        'How much an accepted photo that looks the same adds to its class; at 0 the prompts stand alone.',
      affects: 'weights',
      min: 0,
      max: 20,
      scale: 'linear',
      whole: false,
      canBeOff: false,
      paper: 1,
    },
    sharpness: {
      kind: 'number',
      symbol: 'b',
      title: 'Sharpness',
      explanation: 'How fast a vote fades with distance: high values let only the most similar photos vote.',
      affects: 'weights',
      min: 0.1,
      max: 100,
      scale: 'logarithmic',
      whole: false,
      canBeOff: false,
      paper: 5.5,
    },
  },
  output: 'logit',
  needs: [
    {
      need: 'labelled photos',
      without: 'No photo’s class has been accepted yet; the prompts stand alone (zero-shot).',
    },
  ],
  prepare: ({ classes, labelled, logitScale }) => {
    const prototypes = classes.map(({ atoms }) => atoms.own);
    return {
      *measure({ id, atoms }) {
        const similarities = cosines(atoms.own, prototypes);
        yield;
        const cache = labelled.flatMap((accepted: LabelledPhoto, index) =>
          // A photo that voted for itself would make every accepted class look confirmed.
          accepted.id === id
            ? []
            : [{ index, label: accepted.label, similarity: dot(atoms.own, accepted.embedding) }],
        );
        return { classes: similarities, cache };
      },
      weigh: ({ weight, sharpness }) => {
        const vote = (similarity: number) => weight * Math.exp(-sharpness * (1 - similarity));
        return {
          initial: null,
          score: (measured) => {
            const scores = Float64Array.from(measured.classes, (cosine) => logitScale * cosine);
            for (const { label, similarity } of measured.cache) scores[label]! += vote(similarity);
            return { scores, names: null, state: null };
          },
          explain: ({ cache }) => ({
            lists: [
              {
                source: 'labelled photos',
                classIndex: null,
                title: 'Vote of each accepted photo for its class',
                items: cache.map(({ index, similarity }) => ({ index, weight: vote(similarity) })),
              },
            ],
            figures: [],
            distributions: [],
          }),
        };
      },
    };
  },
};
