import { dot } from '../embeddings';
import type { Method, Weighed } from '../methods/method';
import { finish, scoreAll } from '../methods/method';
import type { ParameterValues } from '../methods/parameters';
import {
  type Captions,
  type ClassInput,
  NO_STORE,
  type PhotoInput,
  type Task,
  type Vector,
} from '../methods/task';
import type { Atoms } from '../reweighting';

/** Enough for `taskOf` to take each once, so that nothing ties. */
export const TASK_VECTORS = 160;

/** Builds a task in which every need is met, from `TASK_VECTORS` vectors: for tests. */
export function taskOf(vectors: readonly Vector[], { photos = 5, classes = 3, captions = 4 } = {}): Task {
  let taken = 0;
  const take = (count: number) => Array.from({ length: count }, () => vectors[taken++ % vectors.length]!);
  const nearest = (own: Vector): Captions => {
    const found = take(captions)
      .map((caption) => ({ caption, similarity: dot(own, caption) }))
      .sort((a, b) => b.similarity - a.similarity);
    return {
      captions: found.map(({ caption }) => caption),
      similarities: found.map(({ similarity }) => similarity),
    };
  };
  const side = (): Atoms => {
    const own = take(1)[0]!;
    return { own, ...nearest(own) };
  };
  return {
    classes: Array.from({ length: classes }, (): ClassInput => {
      const atoms = side();
      return {
        atoms,
        names: [atoms.own, ...take(1)],
        templates: [atoms.own, ...take(2)],
        descriptions: take(2),
        counts: [taken % 3, taken % 5],
      };
    }),
    photos: Array.from({ length: photos }, (_, i): PhotoInput => {
      const atoms = side();
      const embeddings = take(3);
      return {
        id: `photo ${i}`,
        atoms,
        paired: nearest(atoms.own),
        candidates: { names: embeddings.map((_, v) => `name ${v}`), embeddings },
      };
    }),
    labelled: take(3).map((embedding, i) => ({ id: `accepted ${i}`, embedding, label: i % classes })),
    logitScale: 20,
    products: NO_STORE,
  };
}

/** The task with the prompts and the photos alone: no need is met. */
export function bare(task: Task): Task {
  const alone = ({ own }: Atoms): Atoms => ({ own, captions: [], similarities: [] });
  return {
    ...task,
    classes: task.classes.map((cls) => ({
      ...cls,
      atoms: alone(cls.atoms),
      names: [cls.atoms.own],
      templates: [],
      descriptions: [],
      counts: null,
    })),
    photos: task.photos.map(({ id, atoms }) => ({ id, atoms: alone(atoms), paired: null, candidates: null })),
    labelled: [],
  };
}

/** Everything that `method` says of the task's photos, in order. */
export function classify<P extends ParameterValues, State, Measured>(
  method: Method<P, State, Measured>,
  task: Task,
  parameters: P,
) {
  const prepared = method.prepare(task);
  const weighed: Weighed<State, Measured> = prepared.weigh(parameters);
  const measured = task.photos.map((photo) => finish(prepared.measure(photo)));
  const { scored, state } = scoreAll(weighed, measured);
  const evidence = measured.map((m, i) =>
    weighed.explain(m, i === 0 ? weighed.initial : scored[i - 1]!.state),
  );
  return { prepared, weighed, measured, scored, scores: scored.map(({ scores }) => scores), state, evidence };
}
