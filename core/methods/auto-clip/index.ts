import { dot } from '../../embeddings';
import { items } from '../evidence';
import type { Method } from '../method';
import { cosines } from '../probability';
import { templateGradient, templateWeights } from './weights';

/** Parameters of AutoCLIP. */
export type AutoClipParameters = { readonly entropy: number };

interface Measured {
  /** e[c,k], `[C][K]`. */
  readonly similarities: readonly Float32Array[];
  readonly gradient: Float64Array;
}

/** Σ_k w_k e[c,k] with weights over the templates that fit the photo. */
export const autoClip: Method<AutoClipParameters, null, Measured> = {
  id: 'auto-clip',
  title: 'AutoCLIP',
  explanation: 'Gives more weight to those prompt templates that suit the photo, photo by photo.',
  reference: {
    paper: 'AutoCLIP: Auto-tuning Zero-Shot Classifiers for Vision-Language Models',
    year: 2023,
    equations: null,
  },
  parameters: {
    entropy: {
      kind: 'number',
      symbol: 'β',
      title: 'Entropy of the weights',
      explanation:
        'How even the templates’ weights stay: at 1 all count alike, towards 0 only the best does.',
      affects: 'weights',
      min: 0.05,
      max: 1,
      scale: 'linear',
      whole: false,
      canBeOff: false,
      paper: 0.85,
    },
  },
  output: 'cosine',
  needs: [
    { need: 'templates', without: 'There is one prompt template only; it has all the weight (zero-shot).' },
  ],
  prepare: ({ classes }) => {
    const templated = classes.every(({ templates }) => templates.length > 0);
    const prompts = classes.map(({ templates, atoms }) => (templated ? templates : [atoms.own]));
    return {
      *measure({ atoms }) {
        const similarities: Float32Array[] = [];
        for (const templates of prompts) {
          yield;
          similarities.push(cosines(atoms.own, templates));
        }
        return { similarities, gradient: templateGradient(similarities) };
      },
      weigh: ({ entropy }) => ({
        initial: null,
        score: ({ similarities, gradient }) => {
          const weights = templateWeights(gradient, entropy);
          const scores = Float64Array.from(similarities, (line) => dot(weights, line));
          return { scores, names: null, state: null };
        },
        explain: ({ gradient }) => ({
          lists: [
            {
              source: 'templates',
              classIndex: null,
              title: 'Weight of each template',
              items: items(templateWeights(gradient, entropy)),
            },
          ],
          figures: [],
          distributions: [],
        }),
      }),
    };
  },
};
