import { NO_EVIDENCE } from '../evidence';
import { inOneStep, type Method } from '../method';
import type { ParameterValues } from '../parameters';
import { cosines } from '../probability';

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
    const prototypes = classes.map(({ atoms }) => atoms.own);
    return {
      measure: ({ atoms }) => inOneStep(() => cosines(atoms.own, prototypes)),
      weigh: () => ({
        initial: null,
        score: (measured) => ({ scores: Float64Array.from(measured), names: null, state: null }),
        explain: () => NO_EVIDENCE,
      }),
    };
  },
};
