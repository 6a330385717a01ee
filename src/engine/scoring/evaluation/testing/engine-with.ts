import { createStore } from 'zustand/vanilla';
import { enrichAtoms, normalise, PAPER_SETTINGS, rank } from '../../../../../core';
import type { SearchMode } from '../../../../../workers/protocol';
import { Evaluation } from '../../../../../workers/scoring/evaluation/evaluation';
import { TextStore } from '../../../embedding/texts/text-store';
import { CaptionStore } from '../../../retrieval/captions/caption-store';
import { PhotoRecords } from '../../../state/photos/photo-records';
import { photoOf } from '../../../state/plan/testing/records';
import type { ClassRecord, PhotoRecord } from '../../../state/records';
import { defaultRequest } from '../../../state/request/request';
import type { EngineState } from '../../../state/types';
import { startWorker } from '../../../workers/testing/start-worker';
import { MethodInputs } from '../../method-inputs';
import { EvaluationStage } from '../evaluation-stage';

const hit = (id: number, similarity: number) => ({ id, text: `caption ${id}`, similarity });
/** The first of the captions that a mode finds. */
const firstOf = (mode: SearchMode) => (mode === 'name' ? 6 : 1);
/** A text’s embedding. */
const vectorOf = (text: string) =>
  vector([...text].reduce((sum, character) => (31 * sum + character.charCodeAt(0)) % 1009, 7));
export const vector = (i: number) =>
  normalise([Math.sin(i * 12.9), Math.cos(i * 7.7), Math.sin(i * 3.1), 0.2]);

/** Photos and classes with captions of one store, and the worker's own work behind a message channel. */
export function engineWith(photoCount = 9, counted: ((name: string) => number) | null = () => 3) {
  const captions = new CaptionStore();
  const all = Array.from({ length: 12 }, (_, i) => hit(i, 0.9 - i / 20));
  captions.add({
    hits: [all],
    vectors: {
      ids: Int32Array.from(all, ({ id }) => id),
      embeddings: { count: 12, width: 4, data: Float32Array.from(all.flatMap(({ id }) => [...vector(id)])) },
    },
  });
  const hitsOf = (query: Float32Array, first: number) => ({
    key: '',
    query,
    captions: captions.generation,
    value: {
      ids: Int32Array.of(first, first + 1, first + 2),
      similarities: Float64Array.of(0.9, 0.6, 0.3),
      foundBy: [[], [], []],
    },
  });
  const photos = new PhotoRecords(() => {});
  const records = Array.from({ length: photoCount }, (_, i): PhotoRecord => {
    const own = vector(i + 30);
    return photoOf(`photo ${i}`, { embedding: { key: 'model', value: own }, hits: hitsOf(own, i % 9) });
  });
  photos.add(records);
  const classes = Array.from({ length: 4 }, (_, c): ClassRecord => {
    const own = vector(c + 60);
    return {
      names: { name: `class ${c}`, names: [`class ${c}`], descriptions: [] },
      key: `${c}`,
      prototype: { key: 'model', value: { own, query: own, names: [own] } },
      extras: null,
      hits: hitsOf(own, 2 * c),
      searched: null,
      counts: null,
      atoms: null,
    };
  });
  const request = {
    ...defaultRequest('https://fernglass.example/'),
    method: 'zero-shot',
    parameters: { core: { ...PAPER_SETTINGS } },
    model: { id: 'model' },
  };
  const store = createStore(
    () =>
      ({
        request,
        photoIds: records.map(({ view }) => view.id),
        model: { info: { logitScale: 100 } },
        index: { status: 'ready', info: null },
        spaces: { text: { status: 'unused' } },
        classRetrieval: {
          mode: 'meaning',
          modes: [
            { mode: 'meaning', offered: true, note: null },
            { mode: 'second', offered: true, note: null },
            { mode: 'name', offered: true, note: null },
            { mode: 'hybrid', offered: false, note: 'Not here.' },
          ],
        },
      }) as unknown as EngineState,
  );
  const basis = () => ({ space: 'model', captions: captions.generation });
  const texts = new TextStore();
  const embedded: string[] = [];
  /** The encoder: it embeds what is wanted, soon. */
  const embeddingNeeded = () =>
    setTimeout(() => {
      for (const text of [...texts.wanted]) {
        embedded.push(text);
        texts.add([text], { count: 1, width: 4, data: Float32Array.from(vectorOf(text)) });
      }
    });
  const prompts = { zeroShot: 'a drawing of a {}', retrieval: 'a photo of a {}' };
  const data = { store, photos, captions, basis, texts, embeddingNeeded, classes, prompts };
  const workers: ReturnType<typeof startWorker>[] = [];
  const searched: SearchMode[] = [];
  const evaluations: Evaluation[] = [];
  const answers = new Map<string, number | string>();
  const stage = new EvaluationStage(
    data,
    () => classes,
    (id) => answers.get(id) ?? null,
    () => null,
    {
      countNames: (names) => Promise.resolve(counted && names.map(counted)),
      async findBeside(beside, _, mode) {
        searched.push(mode);
        for (const record of beside) record.searched = hitsOf(record.prototype!.value.query, firstOf(mode));
      },
    },
    () => {
      evaluations.push(new Evaluation());
      workers.push(startWorker(evaluations.at(-1)!));
      return workers.at(-1)!.worker;
    },
  );
  const inputs = new MethodInputs(data);
  inputs.depth = 10;
  /** The best class by CoRE's own mixtures. */
  const answer = (photo: PhotoRecord, alpha: number, beta: number) => {
    const settings = { ...PAPER_SETTINGS, alpha, beta };
    const z = enrichAtoms(inputs.photoAtoms(photo, basis())!, 'image', settings);
    const scores = classes.map((record) => {
      const w = enrichAtoms(inputs.classAtoms(record, basis()), 'class', settings);
      return w.reduce((sum, x, j) => sum + x * z[j]!, 0);
    });
    return rank(scores)[0]!.index;
  };
  /** Acc@1 where the photos’ labels are their places modulo 4, of classes by such prompts. */
  const acc1Of = (prompt: string, mode: SearchMode, alpha: number, beta: number) => {
    const settings = { ...PAPER_SETTINGS, alpha, beta };
    const prototypes = classes.map(({ names }) => {
      const own = Float32Array.from(vectorOf(prompt.replace('{}', names.name)));
      const hits = { key: 'model', value: { own, query: own, names: [own] } };
      const record = { ...classes[0]!, atoms: null, prototype: hits, hits: hitsOf(own, firstOf(mode)) };
      return enrichAtoms(inputs.classAtoms(record, basis()), 'class', settings);
    });
    const isRight = (photo: PhotoRecord, i: number) => {
      const z = enrichAtoms(inputs.photoAtoms(photo, basis())!, 'image', settings);
      const scores = prototypes.map((w) => w.reduce((sum, x, j) => sum + x * z[j]!, 0));
      return rank(scores)[0]!.index === i % 4;
    };
    return records.filter(isRight).length / records.length;
  };
  return {
    ...{ stage, answers, photos, records, classes, workers, evaluations, answer },
    ...{ store, texts, embedded, searched, acc1Of },
  };
}
