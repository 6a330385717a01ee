import { meanDirection } from '../../embeddings';
import { type EvidenceList, items } from '../evidence';
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

interface Measured {
  /** z, `[d]`. */
  readonly photo: Vector;
  /** `[C]` */
  readonly similarities: Float32Array;
}

/** Zero-shot with descriptive sentences beside each class's prompts. */
export const cupl: Method<ParameterValues, null, Measured> = {
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
      measure: ({ atoms }) =>
        inOneStep(() => ({ photo: atoms.own, similarities: cosines(atoms.own, prototypes) })),
      weigh: () => ({
        initial: null,
        score: ({ similarities }) => ({
          scores: Float64Array.from(similarities),
          names: null,
          state: null,
        }),
        explain: ({ photo }) => ({
          lists: classes.flatMap(({ descriptions }, classIndex): EvidenceList[] =>
            descriptions.length === 0
              ? []
              : [
                  {
                    source: 'descriptions',
                    classIndex,
                    title: 'Cosine of each sentence to the photo',
                    items: items(cosines(photo, descriptions)),
                  },
                ],
          ),
          figures: [],
          distributions: [],
        }),
      }),
    };
  },
};
