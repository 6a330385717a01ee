import { inOneStep, type Method } from '../method';
import { propagate } from './conjugate-gradients';
import { type NearestNodes, normalisedGraph } from './graph';
import { nearestAmong, nearestWithin } from './neighbours';

/** Parameters of ZLaP. */
export type ZlapParameters = { readonly k: number; readonly gamma: number; readonly alpha: number };

/** Most neighbours that can be asked for; so many are found in advance. */
const MOST_NEIGHBOURS = 20;

/** A photo's place in the task. */
type Measured = number;

/** Class column c of (I − αS)⁻¹ over a graph of classes and photos: what flows from each class to each photo. */
export const zlap: Method<ZlapParameters, null, Measured> = {
  id: 'zlap',
  title: 'ZLaP',
  explanation: 'Lets photos that look alike hand their classes on to each other.',
  reference: {
    paper: 'Label Propagation for Zero-shot Classification with Vision-Language Models',
    year: 2024,
    equations: null,
  },
  parameters: {
    k: {
      kind: 'number',
      symbol: 'k',
      title: 'Neighbours',
      explanation: 'How many photos, itself among them, and how many classes each photo is joined to.',
      affects: 'weights',
      min: 1,
      max: MOST_NEIGHBOURS,
      scale: 'linear',
      whole: true,
      canBeOff: false,
      paper: 5,
    },
    gamma: {
      kind: 'number',
      symbol: 'γ',
      title: 'Sharpness towards classes',
      explanation:
        'How much less a class counts that is less like the photo; higher values part the classes more.',
      affects: 'weights',
      min: 1,
      max: 20,
      scale: 'linear',
      whole: false,
      canBeOff: false,
      paper: 5,
    },
    alpha: {
      kind: 'number',
      symbol: 'α',
      title: 'Reach',
      explanation:
        'How far a class is handed on from photo to photo; towards 0 each photo hears its own classes only.',
      affects: 'weights',
      min: 0.01,
      max: 0.99,
      scale: 'linear',
      whole: false,
      canBeOff: false,
      paper: 0.3,
    },
  },
  output: 'mass',
  needs: [
    { need: 'whole set of photos', without: 'There is one photo only; it has no other to learn from.' },
  ],
  prepare: ({ classes, photos }) => {
    const places = new Map(photos.map(({ id }, i) => [id, i]));
    const embeddings = photos.map(({ atoms }) => atoms.own);
    const prototypes = classes.map(({ atoms }) => atoms.own);
    const nearestPhotos = nearestWithin(embeddings, MOST_NEIGHBOURS);
    const nearestClasses = nearestAmong(embeddings, prototypes, MOST_NEIGHBOURS);
    const nearest = photos.map(
      (_, i): NearestNodes => ({
        photos: nearestPhotos[i]!,
        classes: nearestClasses[i]!,
      }),
    );
    return {
      measure: ({ id }) =>
        inOneStep(() => {
          const place = places.get(id);
          if (place === undefined) throw new RangeError(`photo ${id} is not in the set that was prepared`);
          return place;
        }),
      weigh: ({ k, gamma, alpha }) => {
        const graph = normalisedGraph(nearest, classes.length, k, gamma);
        const columns = classes.map((_, c) => {
          const start = new Float64Array(graph.order);
          start[c] = 1;
          return propagate(graph, alpha, start);
        });
        return {
          initial: null,
          score: (place) => ({
            scores: Float64Array.from(columns, (column) => column[classes.length + place]!),
            names: null,
            state: null,
          }),
          explain: (place) => ({
            lists: [
              {
                source: 'photos',
                classIndex: null,
                title: 'Strength of the tie to each photo',
                items: ties(graph, classes.length, place),
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

function ties(graph: ReturnType<typeof normalisedGraph>, classCount: number, place: number) {
  const items: { index: number; weight: number }[] = [];
  for (let at = graph.starts[classCount + place]!; at < graph.starts[classCount + place + 1]!; at++) {
    const index = graph.columns[at]! - classCount;
    if (index >= 0) items.push({ index, weight: graph.values[at]! });
  }
  return items.sort((a, b) => b.weight - a.weight);
}
