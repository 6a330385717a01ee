import type { EvidenceList } from '../evidence';
import { inOneStep, type Method } from '../method';
import type { ParameterValues } from '../parameters';
import { cosines } from '../probability';
import type { ClassInput, Vector } from '../task';

/** Position of the name that most captions hold; the first typed among equals, and where nothing was counted. */
export function mostFrequent(counts: readonly number[] | null): number {
  return (counts ?? []).reduce((best, count, i, all) => (count > all[best]! ? i : best), 0);
}

function commonPrompt({ atoms, names, counts }: ClassInput): Vector {
  return names[mostFrequent(counts)] ?? atoms.own;
}

/** Zero-shot with the name of each class that occurs most in the captions ("REAL-Prompt"). */
export const real: Method<ParameterValues, null, Float32Array> = {
  id: 'real',
  title: 'REAL',
  explanation: 'Calls each class by that of its names which occurs most in the captions, and by no other.',
  reference: { paper: 'The Neglected Tails in Vision-Language Models', year: 2024, equations: null },
  parameters: {},
  output: 'cosine',
  needs: [
    {
      need: 'synonym counts',
      without: 'Names were not counted in the captions; each class goes by its first name.',
    },
  ],
  prepare: ({ classes }) => {
    const prototypes = classes.map(commonPrompt);
    return {
      measure: ({ atoms }) => inOneStep(() => cosines(atoms.own, prototypes)),
      weigh: () => ({
        initial: null,
        score: (measured) => ({ scores: Float64Array.from(measured), names: null, state: null }),
        explain: () => ({
          lists: classes.flatMap(({ counts }, classIndex): EvidenceList[] =>
            counts === null
              ? []
              : [
                  {
                    source: 'names of class',
                    classIndex,
                    title: 'Captions that hold the name',
                    items: counts.map((weight, index) => ({ index, weight })),
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
