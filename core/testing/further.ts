import { dot, normalise, stack } from '../embeddings';
import { captionEnsemble } from '../methods/caption-ensemble';
import { candidateNames, type Tagger } from '../methods/cased/names';
import { cupl } from '../methods/cupl';
import { lead, shares } from '../methods/method';
import { real } from '../methods/real';
import { NameCounter } from '../methods/real/count';
import { type ClassInput, NO_STORE, type PhotoInput, type Task, type Vector } from '../methods/task';
import { tipAdapter } from '../methods/tip-adapter';
import { acceptedOf, setOf, transClip } from '../methods/transclip';
import { solve } from '../methods/transclip/solve';
import { crossModalRetrieval } from '../methods/x-more/retrieval';
import { margin } from '../ranking';
import { fuseRankings } from '../retrieval/fusion';
import { enrichedErrors } from './enriched';
import { type GoldenError, idError, type Rows, scoreError } from './file';
import type { FurtherFile } from './further-file';
import { run } from './methods';

/** The largest error of each section that the file has, but for BM25. */
export function furtherErrors(file: FurtherFile): GoldenError[] {
  const atoms = (own: Vector) => ({ own, captions: [], similarities: [] });
  const task: Task = {
    classes: file.classes.map((own): ClassInput => {
      const prototype = normalise(own);
      return { atoms: atoms(prototype), names: [prototype], templates: [], descriptions: [], counts: null };
    }),
    photos: file.images.map(
      (own, i): PhotoInput => ({
        id: `${i}`,
        atoms: atoms(normalise(own)),
        paired: null,
        candidates: null,
      }),
    ),
    labelled: [],
    logitScale: 1,
    products: NO_STORE,
  };
  return [
    ...cuplErrors(file, task),
    ...realErrors(file, task),
    ...tipAdapterErrors(file, task),
    ...ensembleErrors(file, task),
    ...fusionErrors(file),
    ...candidateErrors(file),
    ...transClipErrors(file, task),
    ...shareErrors(file),
    ...enrichedErrors(file, task),
  ];
}

function cuplErrors({ cupl: expected }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const classes = task.classes.map((cls, c) => ({
    ...cls,
    names: expected.names[c]!.map(normalise),
    atoms: { ...cls.atoms, own: meanOfNames(expected.names[c]!) },
    descriptions: (expected.descriptions[c] ?? []).map(normalise),
  }));
  const { scores } = run(cupl, { ...task, classes }, {});
  return [{ method: 'CuPL', largest: scoreError(scores, expected.scores) }];
}

const meanOfNames = (names: Rows) => {
  const rows = names.map(normalise);
  return normalise(rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0)));
};

function realErrors({ real: expected }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const counter = new NameCounter(expected.synonyms.flat());
  for (const caption of expected.captions) counter.add(caption);
  let at = 0;
  const counts = expected.synonyms.map((names) => names.map(() => counter.counts[at++]!));
  const classes = counts.map((own, c) => ({
    ...task.classes[0]!,
    names: expected.prompts[c]!.map(normalise),
    counts: own,
  }));
  const { scores } = run(real, { ...task, classes }, {});
  return [
    { method: 'REAL, captions that hold each name', largest: idError(counts, expected.counts) },
    { method: 'REAL', largest: scoreError(scores, expected.scores) },
  ];
}

function tipAdapterErrors({ tipAdapter: expected }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const labelled = expected.labels.map((label, i) => ({
    id: `accepted ${i}`,
    embedding: normalise(expected.accepted[i]!),
    label,
  }));
  return expected.results.map(({ weight, sharpness, scores }) => ({
    method: `Tip-Adapter λ ${weight} b ${sharpness}`,
    largest: scoreError(
      run(tipAdapter, { ...task, labelled, logitScale: expected.scale }, { weight, sharpness }).scores,
      scores,
    ),
  }));
}

function ensembleErrors({ captionEnsemble: expected }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const { m, k, scale } = expected;
  const images = stack(expected.images.map(normalise));
  const captions = expected.captions.map(normalise);
  const hits = task.photos.map(({ atoms }) => crossModalRetrieval(images, stack(captions), atoms.own, m, k));
  const photos = task.photos.map((photo, i) => ({
    ...photo,
    paired: {
      captions: hits[i]!.map(({ index }) => captions[index]!),
      similarities: hits[i]!.map(({ similarity }) => similarity),
    },
  }));
  const { scores } = run(captionEnsemble, { ...task, photos, logitScale: scale }, { k, pairs: m });
  const chosen = hits.map((list) => list.map(({ index }) => index));
  return [
    { method: `caption ensemble m ${m} k ${k}, captions`, largest: idError(chosen, expected.chosen) },
    { method: `caption ensemble m ${m} k ${k}`, largest: scoreError(scores, expected.p) },
  ];
}

function fusionErrors({ fusion: expected }: FurtherFile): GoldenError[] {
  if (!expected) return [];
  const hits = (ids: readonly number[]) => ids.map((id) => ({ id }));
  const found = fuseRankings({ name: hits(expected.name), meaning: hits(expected.meaning) }, expected.k);
  return [
    {
      method: 'reciprocal rank fusion',
      largest: Math.max(
        idError([found.map(({ id }) => id)], [expected.ids]),
        scoreError([found.map(({ score }) => score)], [expected.scores]),
      ),
    },
  ];
}

function candidateErrors({ casedCandidates: expected }: FurtherFile): GoldenError[] {
  if (!expected) return [];
  const tag: Tagger = (text) =>
    text
      .split(/\s+/)
      .filter((token) => token !== '')
      .map((token) => {
        const word = token.replace(/[,.:;]+$/, '');
        const singular = expected.nouns[word];
        return {
          word,
          singular: singular ?? word,
          isNoun: singular !== undefined,
          endsPhrase: word !== token,
        };
      });
  const found = expected.captions.map((captions) => candidateNames(captions, tag));
  const agree = JSON.stringify(found) === JSON.stringify(expected.names);
  return [{ method: 'CaSED, candidate names', largest: agree ? 0 : 1 }];
}

function transClipErrors({ transclip: expected, images }: FurtherFile, task: Task): GoldenError[] {
  if (!expected) return [];
  const atoms = (own: Vector, captions: Rows | undefined) => {
    const found = (captions ?? []).map(normalise);
    return { own, captions: found, similarities: found.map((caption) => dot(own, caption)) };
  };
  const photos = (expected.images ?? images).map(
    (own, i): PhotoInput => ({
      id: `${i}`,
      atoms: atoms(normalise(own), expected.imageCaptions?.[i]),
      paired: null,
      candidates: null,
    }),
  );
  const classes = task.classes.map((cls, c) => ({
    ...cls,
    atoms: atoms(cls.atoms.own, expected.classCaptions?.[c]),
  }));
  const set: Task = { ...task, classes, photos, logitScale: expected.scale };
  const labelled = expected.accepted.map(([photo, label]) => ({
    id: `${photo}`,
    embedding: photos[photo]!.atoms.own,
    label,
  }));
  const { alpha = 0, beta = 0, lambda, gamma } = expected;
  const byLooks = run(transClip, set, { start: 'zero-shot', alpha, beta }).scores;
  const places = new Map(photos.map(({ id }, i) => [id, i]));
  const logits = Float64Array.from(
    photos.flatMap((photo) => classes.map((cls) => expected.scale * dot(photo.atoms.own, cls.atoms.own))),
  );
  const fixed = solve(setOf(photos), classes.length, logits, acceptedOf(labelled, photos, places), {
    start: lambda,
    accepted: gamma,
  });
  const rows = photos.map((_, i) => fixed.subarray(i * classes.length, (i + 1) * classes.length));
  const errors = [
    { method: 'TransCLIP from zero-shot', largest: scoreError(byLooks, expected.z) },
    {
      method: `TransCLIP with accepted photos, λ ${lambda} γ ${gamma}`,
      largest: scoreError(rows, expected.zAccepted),
    },
  ];
  const fromCore = { start: 'core', alpha, beta };
  if (expected.zFromCore)
    errors.push({
      method: 'TransCLIP from CoRE',
      largest: scoreError(run(transClip, set, fromCore).scores, expected.zFromCore),
    });
  if (expected.zChosen)
    errors.push({
      method: 'TransCLIP from CoRE with accepted photos, γ chosen',
      largest: scoreError(run(transClip, { ...set, labelled }, fromCore).scores, expected.zChosen),
    });
  return errors;
}

function shareErrors({ shares: expected }: FurtherFile): GoldenError[] {
  if (!expected) return [];
  return expected.outputs.flatMap(({ output, scale, scores, shares: parts, margins }) => {
    const found = scores.map((row) => shares(output, row, scale));
    const leads = scores.map((row) => lead(output, row, scale).margin);
    return [
      { method: `shares of a ${output}`, largest: scoreError(found, parts) },
      {
        method: `margin of a ${output}`,
        largest: scoreError([found.map(margin), leads], [margins, margins]),
      },
    ];
  });
}
