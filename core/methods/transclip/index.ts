import { normalise } from '../../embeddings';
import type { Neighbour } from '../../retrieval/retrieval';
import { PAPER_SETTINGS } from '../../settings';
import { enrichment } from '../enrichment';
import { ENRICHMENT_PARAMETERS } from '../enrichment/parameters';
import { finish, inOneStep, type Method } from '../method';
import { cosines } from '../probability';
import type { LabelledPhoto, PhotoInput, Task } from '../task';
import { pad } from '../tiles';
import { nearestAmong, nearestWithin } from '../zlap/neighbours';
import { type Accepted, type Photos, solve } from './solve';

/** Parameters of TransCLIP; α and β are CoRE's, where it starts from there. */
export type TransClipParameters = { readonly start: string; readonly alpha: number; readonly beta: number };

/** Neighbours of each photo. */
const NEAR = 3;
/** λ without and with accepted photos. */
const ALONE = 1;
const WITH_ACCEPTED = 0.5;
/** γ that are tried where photos were accepted. */
const TRIED = [0.002, 0.01, 0.02, 0.2] as const;

const IDLE = { parameter: 'start', value: 'zero-shot' } as const;

/** Photos of a set tell each other their classes, which are Gaussians fitted to them; starts from any method's answers. */
export const transClip: Method<TransClipParameters, null, number> = {
  id: 'transclip',
  title: 'TransCLIP',
  explanation:
    'Goes through all photos together: fits each class to the photos that seem to show it, and lets photos that look alike agree.',
  reference: {
    paper: 'Boosting vision-language models with transduction',
    year: 2024,
    equations: null,
  },
  parameters: {
    start: {
      kind: 'choice',
      symbol: 'ŷ',
      title: 'Start',
      explanation: 'Whose answers it starts from: those by looks alone, or CoRE’s, with captions.',
      affects: 'weights',
      options: [
        { value: 'zero-shot', title: 'Zero-shot (paper)' },
        { value: 'core', title: 'CoRE' },
      ],
      paper: 'zero-shot',
    },
    alpha: { ...ENRICHMENT_PARAMETERS.alpha, idle: IDLE },
    beta: { ...ENRICHMENT_PARAMETERS.beta, idle: IDLE },
  },
  output: 'probability',
  needs: [
    { need: 'whole set of photos', without: 'There is one photo only; it has no other to learn from.' },
    {
      need: 'captions of photo',
      without: 'No captions were retrieved for the photo; it starts alone.',
      idle: IDLE,
    },
    {
      need: 'captions of class',
      without: 'No captions were retrieved for the classes; prompts stand alone.',
      idle: IDLE,
    },
    {
      need: 'labelled photos',
      without: 'No photo’s class has been accepted yet; photos learn from each other alone.',
    },
  ],
  prepare: (task) => {
    const { classes, photos } = task;
    const places = new Map(photos.map(({ id }, i) => [id, i]));
    const set = setOf(photos);
    const accepted = task.labelled.length === 0 ? null : acceptedOf(task.labelled, photos, places);
    return {
      measure: ({ id }) =>
        inOneStep(() => {
          const place = places.get(id);
          if (place === undefined) throw new RangeError(`photo ${id} is not in the set that was prepared`);
          return place;
        }),
      weigh: (parameters) => {
        const logits = startOf(task, parameters);
        const width = classes.length;
        const z = transduce(set, width, logits, accepted);
        return {
          initial: null,
          score: (place) => ({
            scores: z.slice(place * width, (place + 1) * width),
            names: null,
            state: null,
          }),
          explain: (place) => ({
            lists: [
              {
                source: 'photos',
                classIndex: null,
                title: 'Cosine of each neighbour to the photo',
                items: tiesOf(set, place),
              },
              {
                source: 'labelled photos',
                classIndex: null,
                title: 'Cosine of each accepted photo that counts this one among its nearest',
                items: acceptedTies(accepted, place),
              },
            ],
            figures: [],
            distributions: [{ title: 'Where it starts', probabilities: softmaxOf(logits, place, width) }],
          }),
        };
      },
    };
  },
};

/**
 * z of a set, `[n, C]`. With accepted photos the start counts half, and of several γ the one is taken under which the nearest photos
 * of the accepted ones are answered best.
 * @param logits `[n, C]`, logarithms of the start up to a constant for each photo
 */
function transduce(
  set: Photos,
  classes: number,
  logits: Float64Array,
  accepted: Accepted | null,
): Float64Array {
  if (accepted === null) return solve(set, classes, logits, null, { start: ALONE, accepted: 0 });
  let best: { readonly z: Float64Array; readonly right: number } | null = null;
  for (const gamma of TRIED) {
    const z = solve(set, classes, logits, accepted, { start: WITH_ACCEPTED, accepted: gamma });
    const right = rightAmong(accepted, z, classes);
    if (best === null || right > best.right) best = { z, right };
  }
  return best!.z;
}

/** Accepted photos whose nearest photos together are answered with their class. */
function rightAmong({ nearest, labels }: Accepted, z: Float64Array, classes: number): number {
  return nearest.reduce((count, others, s) => {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      const sum = others.reduce(
        (all, { index, similarity }) => all + similarity * z[index * classes + c]!,
        0,
      );
      if (sum > most) [most, best] = [sum, c];
    }
    return count + Number(others.length > 0 && best === labels[s]);
  }, 0);
}

/** The photos of a set with their nearest others. */
export function setOf(photos: readonly PhotoInput[]): Photos {
  const vectors = photos.map(({ atoms }) => normalise(atoms.own));
  const nearest = nearestWithin(vectors, NEAR + 1);
  return { features: pad(vectors), nearest: nearest.map((found, i) => othersThan(found, i)) };
}

/** Accepted photos with the nearest of the set, themselves left out. */
export function acceptedOf(
  labelled: readonly LabelledPhoto[],
  photos: readonly PhotoInput[],
  places: ReadonlyMap<string, number>,
): Accepted {
  const vectors = labelled.map(({ embedding }) => normalise(embedding));
  const nearest = nearestAmong(
    vectors,
    photos.map(({ atoms }) => normalise(atoms.own)),
    NEAR + 1,
  );
  return {
    features: pad(vectors),
    labels: labelled.map(({ label }) => label),
    nearest: nearest.map((found, s) => othersThan(found, places.get(labelled[s]!.id) ?? -1)),
  };
}

const othersThan = (found: readonly Neighbour[], own: number): readonly Neighbour[] =>
  found.filter(({ index }) => index !== own).slice(0, NEAR);

/** Scaled scores that the set starts from, `[n, C]`. */
function startOf(task: Task, { start, alpha, beta }: TransClipParameters): Float64Array {
  const { classes, photos, logitScale } = task;
  const logits = new Float64Array(photos.length * classes.length);
  const put = (i: number, scores: ArrayLike<number>) => {
    for (let c = 0; c < classes.length; c++) logits[i * classes.length + c] = logitScale * scores[c]!;
  };
  if (start === 'core') {
    const prepared = enrichment.prepare(task);
    const weighed = prepared.weigh({ ...PAPER_SETTINGS, alpha, beta });
    photos.forEach((photo, i) => {
      const measured = prepared.immediate?.(photo) ?? finish(prepared.measure(photo));
      put(i, weighed.score(measured, null).scores);
    });
  } else {
    const prototypes = classes.map(({ atoms }) => atoms.own);
    photos.forEach(({ atoms }, i) => {
      put(i, cosines(atoms.own, prototypes));
    });
  }
  return logits;
}

function softmaxOf(logits: Float64Array, place: number, width: number): Float64Array {
  const own = logits.slice(place * width, (place + 1) * width);
  const highest = own.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  const powers = own.map((x) => Math.exp(x - highest));
  const sum = powers.reduce((all, x) => all + x, 0);
  return powers.map((x) => x / sum);
}

const tiesOf = ({ nearest }: Photos, place: number) =>
  nearest[place]!.map(({ index, similarity }) => ({ index, weight: similarity }));

function acceptedTies(accepted: Accepted | null, place: number) {
  return (accepted?.nearest ?? []).flatMap((others, s) =>
    others.filter(({ index }) => index === place).map(({ similarity }) => ({ index: s, weight: similarity })),
  );
}
