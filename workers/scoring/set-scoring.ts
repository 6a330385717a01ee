import {
  attempt,
  type Evidence,
  FernglassError,
  finish,
  type Method,
  methodById,
  NO_STORE,
  type ParameterValues,
  type Prepared,
  type Result,
  readParameters,
  type Weighed,
} from '../../core';
import type { PlainTask, SetScores, SetScoringApi } from '../protocol';

/** A whole set of photos under one method: what takes too long beside the page. */
export class SetScoring implements SetScoringApi {
  #prepared: { readonly method: Method; readonly made: Prepared; readonly task: PlainTask } | null = null;
  #weighed: Weighed | null = null;

  prepare(methodId: string, task: PlainTask): Promise<Result<void>> {
    return attempt(() => {
      const method = methodById(methodId);
      if (method === undefined)
        throw new FernglassError('input-invalid', `There is no method “${methodId}”.`);
      this.#weighed = null;
      this.#prepared = { method, task, made: method.prepare({ ...task, products: NO_STORE }) };
    });
  }

  score(parameters: ParameterValues): Promise<Result<SetScores>> {
    return attempt(() => {
      const { method, made, task } = this.#ready();
      this.#weighed = made.weigh(readParameters(method, parameters));
      const scores = new Float64Array(task.photos.length * task.classes.length);
      let state = this.#weighed.initial;
      task.photos.forEach((photo, i) => {
        const scored = this.#weighed!.score(finish(made.measure(photo)), state);
        state = scored.state;
        scores.set(scored.scores, i * task.classes.length);
      });
      return { scores };
    });
  }

  explain(photoId: string): Promise<Result<Evidence>> {
    return attempt(() => {
      const { made, task } = this.#ready();
      const photo = task.photos.find(({ id }) => id === photoId);
      if (photo === undefined || this.#weighed === null)
        throw new FernglassError('input-invalid', `The photo “${photoId}” is not in the set.`);
      return this.#weighed.explain(finish(made.measure(photo)), this.#weighed.initial);
    });
  }

  #ready() {
    if (this.#prepared === null) throw new FernglassError('worker-failed', 'No set of photos was prepared.');
    return this.#prepared;
  }
}
