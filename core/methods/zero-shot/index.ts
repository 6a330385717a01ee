import { type Embeddings, productsWithRows, stack } from '../../embeddings';
import { NO_EVIDENCE } from '../evidence';
import { inOneStep, type Method } from '../method';
import type { ParameterValues } from '../parameters';

/** argmax_c cos(z, W[c]) (CoRE eq. 1), the floor for every other method. */
export const zeroShot: Method<ParameterValues, null, Float32Array> = {
  id: 'zero-shot',
  title: 'Zero-shot',
  explanation: 'Compares the photo with each class’s prompt and with nothing else.',
  reference: {
    paper: 'Retrieval-enriched zero-shot image classification in low-resource domains',
    year: 2024,
    equations: '1',
  },
  parameters: {},
  output: 'cosine',
  needs: [],
  prepare: ({ classes }) => {
    // All photos meet it, of every method: it is what answers are held against.
    let prototypes: Embeddings | null = null;
    return {
      measure: ({ atoms }) =>
        inOneStep(() => {
          prototypes ??= stack(classes.map((cls) => cls.atoms.own));
          return new Float32Array(productsWithRows(prototypes, atoms.own));
        }),
      weigh: () => ({
        initial: null,
        score: (measured) => ({ scores: Float64Array.from(measured), names: null, state: null }),
        explain: () => NO_EVIDENCE,
      }),
    };
  },
};
