import { likenessOf, nearestCosine } from '../confidence/likeness';
import { normalise } from '../embeddings';
import { enrichment } from '../methods/enrichment';
import type { Task } from '../methods/task';
import { type Atoms, atomWeights } from '../reweighting';
import { type EnrichmentSettings, PAPER_SETTINGS } from '../settings';
import { type GoldenError, idError, type Rows, scoreError } from './file';
import type { FurtherFile } from './further-file';
import { run } from './methods';

/** The largest errors of CoRE where near-duplicates count once, and of likeness. */
export function enrichedErrors(file: FurtherFile, task: Task): GoldenError[] {
  return [...variedErrors(file, task), ...likenessErrors(file, task)];
}

function variedErrors({ variedCaptions: expected }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const atoms = (own: Atoms, captions: Rows, similarities: readonly number[]): Atoms => ({
    own: own.own,
    captions: captions.map(normalise),
    similarities,
  });
  const photos = task.photos.map((photo, i) => ({
    ...photo,
    atoms: atoms(photo.atoms, expected.imageCaptions[i]!, expected.imageSimilarities[i]!),
  }));
  const classes = task.classes.map((cls, c) => ({
    ...cls,
    atoms: atoms(cls.atoms, expected.classCaptions[c]!, expected.classSimilarities[c]!),
  }));
  return expected.results.flatMap((result) => {
    const settings: EnrichmentSettings = {
      ...PAPER_SETTINGS,
      alpha: result.alpha,
      beta: result.beta,
      tauTextToText: result.tauT2t,
      tauImageToText: result.tauI2t,
      k: result.k,
      imageWeighting: result.imageWeights ?? 'softmax',
      nearDuplicateCosine: result.nearDuplicateCosine,
      zeroShotShare: result.zeroShotShare ?? 0,
    };
    const counted = [photos, classes].map((side, s) =>
      side.map((one) => atomWeights(one.atoms, s === 0 ? 'image' : 'class', settings).filter(Boolean).length),
    );
    const whole = { ...task, photos, classes };
    const onVectors = run(enrichment, whole, { ...settings }, (prepared, photo) =>
      prepared.immediate!(photo),
    );
    const name = `CoRE, near-duplicates ${result.nearDuplicateCosine ?? 'all'} of ${result.k}${result.imageWeights ? ', linear' : ''}${result.zeroShotShare ? `, γ ${result.zeroShotShare}` : ''}`;
    return [
      { method: `${name}, captions that count`, largest: idError(counted, result.counted) },
      { method: `${name}, vectors`, largest: scoreError(onVectors.scores, result.scores) },
      {
        method: `${name}, inner products`,
        largest: scoreError(run(enrichment, whole, { ...settings }).scores, result.scores),
      },
    ];
  });
}

function likenessErrors({ likeness: expected }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const prototypes = task.classes.map(({ atoms }) => atoms.own);
  const found = expected.captions.map(
    (captions) =>
      likenessOf(captions.map((caption) => nearestCosine(normalise(caption), prototypes))) ?? Number.NaN,
  );
  return [{ method: 'likeness', largest: scoreError([found], [expected.likeness]) }];
}
