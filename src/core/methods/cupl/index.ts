import { meanDirection } from '../../embeddings';
import { NO_EVIDENCE } from '../evidence';
import { inOneStep, type Method } from '../method';
import type { ParameterValues } from '../parameters';
import { cosines } from '../probability';
import type { ClassInput, Vector } from '../task';

/** A class's prototype when the mean of its descriptions joins its prompts, `[d]`; W where it has none. */
export function describedPrototype({ atoms, names, descriptions }: ClassInput): Vector {
  if (descriptions.length === 0) return atoms.own;
  const prompts = names.length > 0 ? names : [atoms.own];
  return meanDirection([...prompts, meanDirection(descriptions)]);
}

/** Zero-shot with descriptive sentences beside each class's prompts. */
export const cupl: Method<ParameterValues, null, Float32Array> = {
  id: 'cupl',
  title: 'CuPL',
  explanation: 'Compares the photo with what each class looks like, in your own sentences, besides its name.',
  reference: {
    paper: 'What does a platypus look like? Generating customized prompts for zero-shot image classification',
    year: 2023,
    equations: null,
  },
  parameters: {},
  output: 'cosine',
  needs: [
    {
      need: 'descriptions',
      without: 'No class has descriptive sentences; the prompts stand alone (zero-shot).',
    },
  ],
  prepare: ({ classes }) => {
    const prototypes = classes.map(describedPrototype);
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
