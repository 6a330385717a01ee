import {
  attempt,
  type Evidence,
  FernglassError,
  finish,
  type Method,
  methodById,
  NO_STORE,
  type ParameterValues,
  type PhotoInput,
  type Prepared,
  type Result,
  readParameters,
  type Weighed,
} from '../../core';
import type { SetScores, SetScoringApi, SetTask } from '../protocol';

/** A whole set of photos under one method: what takes too long beside the page. */
export class SetScoring implements SetScoringApi {
  readonly #kept = new Map<string, PhotoInput>();
  #begun: { readonly method: Method; readonly task: SetTask } | null = null;
  /** The set by id, in order, and what the method made of it. */
  #prepared: { readonly set: ReadonlyMap<string, PhotoInput>; readonly made: Prepared } | null = null;
  #weighed: Weighed | null = null;

  take(photos: readonly PhotoInput[]): Promise<Result<void>> {
    return attempt(() => {
      for (const photo of photos) this.#kept.set(photo.id, photo);
    });
  }

  drop(ids: readonly string[]): Promise<Result<void>> {
    return attempt(() => {
      for (const id of ids) this.#kept.delete(id);
    });
  }

  begin(methodId: string, task: SetTask): Promise<Result<void>> {
    return attempt(() => {
      const method = methodById(methodId);
      if (method === undefined)
        throw new FernglassError('input-invalid', `There is no method “${methodId}”.`);
      this.#begun = { method, task };
      this.#prepared = null;
      this.#weighed = null;
    });
  }

  prepare(ids: readonly string[]): Promise<Result<void>> {
    return attempt(() => {
      const { method, task } = this.#method();
      const set = new Map(ids.map((id) => [id, this.#photo(id)]));
      this.#weighed = null;
      this.#prepared = {
        set,
        made: method.prepare({ ...task, photos: [...set.values()], products: NO_STORE }),
      };
    });
  }

  score(parameters: ParameterValues): Promise<Result<SetScores>> {
    return attempt(() => {
      const { method, task } = this.#method();
      const { made, set } = this.#set();
      this.#weighed = made.weigh(readParameters(method, parameters));
      const scores = new Float64Array(set.size * task.classes.length);
      let state = this.#weighed.initial;
      let at = 0;
      for (const photo of set.values()) {
        const scored = this.#weighed.score(finish(made.measure(photo)), state);
        state = scored.state;
        scores.set(scored.scores, at);
        at += task.classes.length;
      }
      return { scores };
    });
  }

  explain(photoId: string): Promise<Result<Evidence>> {
    return attempt(() => {
      const { made, set } = this.#set();
      const photo = set.get(photoId);
      if (photo === undefined || this.#weighed === null)
        throw new FernglassError('input-invalid', `The photo “${photoId}” is not in the set.`);
      return this.#weighed.explain(finish(made.measure(photo)), this.#weighed.initial);
    });
  }

  #photo(id: string): PhotoInput {
    const photo = this.#kept.get(id);
    if (photo === undefined)
      throw new FernglassError('worker-failed', 'A photo of the set did not reach the worker.');
    return photo;
  }

  #method() {
    if (this.#begun === null) throw new FernglassError('worker-failed', 'No method was begun.');
    return this.#begun;
  }

  #set() {
    if (this.#prepared === null) throw new FernglassError('worker-failed', 'No set of photos was prepared.');
    return this.#prepared;
  }
}
