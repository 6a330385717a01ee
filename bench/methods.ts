import {
  type Atoms,
  type ClassInput,
  crossProducts,
  dot,
  finish,
  METHODS,
  type Method,
  methodById,
  mixedCosine,
  mixture,
  normalise,
  PAPER_SETTINGS,
  type ParameterValues,
  type PhotoInput,
  paperValues,
  reads,
  scoreAll,
  selfProducts,
  type Task,
} from '../core';
import { seededRandom } from '../index-shards/builder/random';
import { measure, type Row } from './measure';

/**
 * What the move of a parameter costs in each method: every score of `photos` × `classes` from what was measured before.
 * The floor is CoRE's mathematics without the interface. ZLaP and TransCLIP, which work on all photos at once in a worker, are
 * measured apart: also with what they prepare anew when photos come or go.
 */
export function benchMethods({ photos = 1000, classes = 100, width = 64, k = 16 } = {}): Row[] {
  const task = randomTask({ photos, classes, width, k });
  const candidates: Record<string, (round: number) => void> = { 'CoRE, bare': bareEnrichment(task) };
  for (const method of METHODS) {
    if (reads(method, 'whole set of photos')) continue;
    const prepared = method.prepare(task);
    const measured = task.photos.map((photo) => finish(prepared.measure(photo)));
    candidates[method.title] = (round) => void scoreAll(prepared.weigh(moved(method, round)), measured);
  }
  const zlap = methodById('zlap')!;
  const wide = { ...randomTask({ photos, classes, width: 768, k: 0 }), labelled: [] };
  const prepared = zlap.prepare(wide);
  const transClip = methodById('transclip')!;
  const clustered = {
    ...wide,
    photos: wide.photos.map((photo, i) => nearClass(photo, wide.classes[i % classes]!)),
  };
  const transduced = transClip.prepare(clustered);
  return [
    ...measure(`a parameter's move, ${photos} photos × ${classes} classes`, candidates),
    ...measure(`ZLaP, ${photos} photos × ${classes} classes, d 768`, {
      'photos change': () => void zlap.prepare(wide).weigh(paperValues(zlap)),
      'a parameter’s move': (round) => void prepared.weigh(moved(zlap, round)),
    }),
    ...measure(`TransCLIP, ${photos} photos × ${classes} classes, d 768`, {
      'photos change': () => void transClip.prepare(clustered).weigh(paperValues(transClip)),
      'a parameter’s move': (round) =>
        void transduced.weigh({ ...paperValues(transClip), alpha: round / 20 }),
    }),
  ];
}

/** The paper's values but for the first number that cached products serve, which takes another value every round. */
function moved(method: Method, round: number): ParameterValues {
  const values = paperValues(method);
  const found = Object.entries(method.parameters).find(([, { affects }]) => affects === 'weights');
  if (found === undefined || found[1].kind !== 'number') return values;
  const [name, { min, max, whole }] = found;
  const value = min + ((max - min) * ((round % 10) + 1)) / 11;
  return { ...values, [name]: whole ? Math.round(value) : value };
}

/** A photo that shows the class: TransCLIP settles on what there is to see, and goes through all its rounds where there is nothing. */
function nearClass(photo: PhotoInput, { atoms }: ClassInput): PhotoInput {
  const own = normalise(Array.from(photo.atoms.own, (x, k) => x + atoms.own[k]! / 2));
  return { ...photo, atoms: { ...photo.atoms, own } };
}

function bareEnrichment({ classes, photos, products }: Task): (round: number) => void {
  const classSelf = classes.map(({ atoms }) => products.self(atoms));
  const imageSelf = photos.map(({ atoms }) => products.self(atoms));
  const cross = classes.map(({ atoms }) => products.cross(photos[0]!.atoms, atoms)!);
  return (round) => {
    const settings = { ...PAPER_SETTINGS, alpha: ((round % 10) + 1) / 11 };
    const mixtures = classSelf.map((self) => mixture(self, 'class', settings));
    for (const self of imageSelf) {
      const image = mixture(self, 'image', settings);
      Float64Array.from(mixtures, (cls, c) => mixedCosine(image, cross[c]!, cls));
    }
  };
}

function randomTask(size: { photos: number; classes: number; width: number; k: number }): Task {
  const random = seededRandom(1);
  const direction = () => normalise(Float32Array.from({ length: size.width }, () => random() - 0.5));
  const some = (count: number) => Array.from({ length: count }, direction);
  const side = (captionCount: number): Atoms => {
    const [own, captions] = [direction(), some(captionCount)];
    return { own, captions, similarities: captions.map((caption) => dot(own, caption)) };
  };
  const classes = Array.from({ length: size.classes }, (): ClassInput => {
    const atoms = side(Math.min(size.k, PAPER_SETTINGS.k));
    return { atoms, names: [atoms.own], templates: some(8), descriptions: some(3), counts: [1] };
  });
  const photos = Array.from({ length: size.photos }, (_, i): PhotoInput => {
    const atoms = side(Math.min(size.k, PAPER_SETTINGS.k));
    const { captions, similarities } = side(size.k);
    const embeddings = some(30);
    const names = embeddings.map((_, v) => `name ${v}`);
    return { id: `${i}`, atoms, paired: { captions, similarities }, candidates: { names, embeddings } };
  });
  // One photo's products stand for all: the cost does not depend on the numbers, and all of them would only fill memory.
  const cross = new Map(classes.map(({ atoms }) => [atoms, crossProducts(photos[0]!.atoms, atoms)]));
  const self = new Map([...classes, ...photos].map(({ atoms }) => [atoms, selfProducts(atoms)]));
  return {
    classes,
    photos,
    labelled: some(100).map((embedding, i) => ({ id: `accepted ${i}`, embedding, label: i % size.classes })),
    logitScale: 100,
    products: { self: (atoms) => self.get(atoms)!, cross: (_, cls) => cross.get(cls)! },
  };
}
