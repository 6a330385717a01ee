import { type Embeddings, normalise, normaliseRows, row, stack } from '../embeddings';
import { autoClip } from '../methods/auto-clip';
import { cased } from '../methods/cased';
import { enrichment } from '../methods/enrichment';
import { finish, type Method, type Prepared, scoreAll } from '../methods/method';
import type { ParameterValues } from '../methods/parameters';
import { type ClassInput, NO_STORE, type PhotoInput, type Task } from '../methods/task';
import { xMore } from '../methods/x-more';
import { crossModalRetrieval } from '../methods/x-more/retrieval';
import { zlap } from '../methods/zlap';
import type { Neighbour } from '../retrieval/retrieval';
import type { Atoms } from '../reweighting';
import { type EnrichmentSettings, PAPER_SETTINGS } from '../settings';
import { type GoldenError, type GoldenFile, idError, scoreError } from './file';

/** The largest error of each method that the file holds outputs of, through the interface that the app uses. */
export function methodErrors(
  file: GoldenFile,
  captions: Embeddings,
  images: readonly Atoms[],
  classes: readonly Atoms[],
): GoldenError[] {
  const task = taskOf(images, classes);
  return [
    ...enrichmentErrors(file, task),
    ...xMoreErrors(file, captions, task),
    ...autoClipErrors(file, task),
    ...zlapErrors(file, task),
    ...casedErrors(file, task),
  ];
}

function taskOf(images: readonly Atoms[], classes: readonly Atoms[]): Task {
  const photos = images.map(
    (atoms, i): PhotoInput => ({ id: `${i}`, atoms, paired: null, candidates: null }),
  );
  const inputs = classes.map(
    (atoms): ClassInput => ({ atoms, names: [atoms.own], templates: [], descriptions: [], counts: null }),
  );
  return { classes: inputs, logitScale: 1, photos, labelled: [], products: NO_STORE };
}

/** Every photo's scores, and the evidence for them, in order. */
export function run<P extends ParameterValues, State, Measured>(
  method: Method<P, State, Measured>,
  task: Task,
  parameters: P,
  measure = (prepared: Prepared<P, State, Measured>, photo: PhotoInput) => finish(prepared.measure(photo)),
) {
  const prepared = method.prepare(task);
  const weighed = prepared.weigh(parameters);
  const measured = task.photos.map((photo) => measure(prepared, photo));
  const { scored } = scoreAll(weighed, measured);
  return {
    scores: scored.map(({ scores }) => scores),
    evidence: measured.map((m, i) => weighed.explain(m, i === 0 ? weighed.initial : scored[i - 1]!.state)),
  };
}

function enrichmentErrors({ core, k }: GoldenFile, task: Task): GoldenError[] {
  return core.flatMap((expected) => {
    const settings: EnrichmentSettings = {
      ...PAPER_SETTINGS,
      alpha: expected.alpha,
      beta: expected.beta,
      tauTextToText: expected.tauT2t,
      tauImageToText: expected.tauI2t,
      k,
      imageWeighting: expected.imageWeights ?? 'softmax',
    };
    const name = `CoRE α ${expected.alpha} β ${expected.beta} τ ${expected.tauI2t}/${expected.tauT2t}${expected.imageWeights ? ' linear' : ''}`;
    const onVectors = run(enrichment, task, { ...settings }, (prepared, photo) => prepared.immediate!(photo));
    return [
      { method: `${name}, vectors`, largest: scoreError(onVectors.scores, expected.scores) },
      {
        method: `${name}, inner products`,
        largest: scoreError(run(enrichment, task, { ...settings }).scores, expected.scores),
      },
    ];
  });
}

function xMoreErrors({ xmore, captionImages }: GoldenFile, captions: Embeddings, task: Task): GoldenError[] {
  if (!xmore || !captionImages) return [];
  const { m, k, scale, steps } = xmore;
  const pairImages = normaliseRows(stack(captionImages));
  const hits = task.photos.map(({ atoms }) => crossModalRetrieval(pairImages, captions, atoms.own, m, k));
  const paired = (list: readonly Neighbour[]) => ({
    captions: list.map(({ index }) => row(captions, index)),
    similarities: list.map(({ similarity }) => similarity),
  });
  const photos = task.photos.map((photo, i) => ({ ...photo, paired: paired(hits[i]!) }));
  const { scores, evidence } = run(xMore, { ...task, photos, logitScale: scale }, { pairs: m, k });
  const figures = evidence.map((entry) => entry.figures.map(({ value }) => value));
  const step = (i: number) => evidence.map(({ distributions }) => distributions[i]!.probabilities);
  return [
    {
      method: `X-MoRe m ${m} k ${k}, two steps of retrieval`,
      largest: idError(
        hits.map((list) => list.map(({ index }) => index)),
        steps.map((expected) => expected.captions),
      ),
    },
    {
      method: 'X-MoRe image-modal probability',
      largest: scoreError(
        step(0),
        steps.map(({ pImage }) => pImage),
      ),
    },
    {
      method: 'X-MoRe text-modal probability',
      largest: scoreError(
        step(1),
        steps.map(({ pText }) => pText),
      ),
    },
    {
      method: 'X-MoRe confidences and weights, in order',
      largest: scoreError(
        figures,
        steps.map(({ confidence, weights }) => [confidence.img, confidence.txt, weights.image, weights.text]),
      ),
    },
    {
      method: 'X-MoRe final probability, in order',
      largest: scoreError(
        scores,
        steps.map(({ p }) => p),
      ),
    },
  ];
}

function autoClipErrors({ autoclip }: GoldenFile, task: Task): GoldenError[] {
  if (!autoclip) return [];
  const classes = task.classes.map((cls, c) => ({
    ...cls,
    templates: autoclip.templates[c]!.map(normalise),
  }));
  const { scores, evidence } = run(autoClip, { ...task, classes }, { entropy: autoclip.beta });
  const weights = evidence.map(({ lists }) => lists[0]!.items.map(({ weight }) => weight));
  return [
    { method: `AutoCLIP entropy ${autoclip.beta}, weights`, largest: scoreError(weights, autoclip.weights) },
    { method: `AutoCLIP entropy ${autoclip.beta}, scores`, largest: scoreError(scores, autoclip.scores) },
  ];
}

function zlapErrors({ zlap: expected }: GoldenFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const { k, gamma, alpha } = expected;
  const { scores } = run(zlap, task, { k, gamma, alpha });
  return [{ method: `ZLaP k ${k} γ ${gamma} α ${alpha}`, largest: scoreError(scores, expected.scores) }];
}

function casedErrors({ cased: expected, k }: GoldenFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const candidates = {
    names: expected.candidates.map((_, v) => `name ${v}`),
    embeddings: expected.candidates.map(normalise),
  };
  const photos = task.photos.map((photo) => ({ ...photo, candidates }));
  const { scores } = run(
    cased,
    { ...task, photos, logitScale: expected.scale },
    { share: expected.alpha, k },
  );
  return [{ method: `CaSED a ${expected.alpha}`, largest: scoreError(scores, expected.p) }];
}
