import * as Comlink from 'comlink';
import { FernglassError, type Result, unwrap } from '../../../core';
import { watchWorker } from '../../../workers/protocol';

/** The page's side of a worker's API: a `Result` becomes its value, or is thrown as a `FernglassError`. */
export type Linked<Api> = {
  readonly [Method in keyof Api]: Api[Method] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Promise<Unwrapped<Answer>>
    : never;
};

type Unwrapped<Answer> = [Answer] extends [Result<infer Value>] ? Value : Answer;

/** What a link says and does beyond forwarding calls. */
export interface LinkOptions<Api> {
  /** What has stopped when the worker dies, for the user: “The caption search stopped”. */
  readonly stopped: string;
  /** What the user can do then, as a sentence. */
  readonly remedy: string;
  /** Gives a worker that was just started the state which it should have before the first call. */
  readonly onStart?: (api: Linked<Api>) => void;
  /** Told of a worker's death, before those who wait for its calls. */
  readonly onDeath?: (error: FernglassError) => void;
  /** The method without arguments that has the worker give up a call of another one. */
  readonly cancels?: { readonly [Method in keyof Api]?: keyof Api };
}

/** Thrown where a newer request made the work pointless; never shown. */
export class Superseded extends Error {
  override readonly name = 'AbortError';
}

/** A running worker and the calls that wait for it. */
interface Realm {
  readonly worker: Worker;
  readonly remote: Record<string, (...args: unknown[]) => Promise<unknown>>;
  /** How to reject each call: a worker that is gone answers none, and Comlink would wait for ever. */
  readonly waiting: Set<(reason: unknown) => void>;
  /** Ends the watch over the worker's life. */
  readonly unwatch: () => void;
}

/**
 * The page's link to one worker. The worker starts with the first call; when it dies, the calls under way reject as
 * `worker-failed` and the next call starts a fresh one. Functions among the arguments are called back from the worker.
 */
export class WorkerLink<Api extends object> {
  /** Every method of the worker's API. */
  readonly api: Linked<Api> = this.#forward();
  #realm: Realm | null = null;
  #death: FernglassError | null = null;

  constructor(
    private readonly spawn: () => Worker,
    private readonly options: LinkOptions<Api>,
  ) {}

  /** Why the last worker died; null where none was started, and again when a fresh one is. */
  get death(): FernglassError | null {
    return this.#death;
  }

  /** Whether a worker was started and lives. */
  get isRunning(): boolean {
    return this.#realm !== null;
  }

  /** The same API, whose calls reject with the signal's reason as soon as it is aborted; the worker is told if it can be. */
  until(signal: AbortSignal): Linked<Api> {
    return this.#forward(signal);
  }

  /** Ends the worker; calls under way reject with `reason`. */
  stop(reason: unknown): void {
    const realm = this.#realm;
    this.#realm = null;
    realm?.unwatch();
    realm?.worker.terminate();
    for (const reject of [...(realm?.waiting ?? [])]) reject(reason);
  }

  #forward(signal?: AbortSignal): Linked<Api> {
    const get = (_: object, method: string | symbol) =>
      // A promise resolved with this object must not take it for another promise.
      typeof method === 'symbol' || method === 'then'
        ? undefined
        : (...args: unknown[]) => this.#call(method, args, signal);
    return new Proxy({}, { get }) as Linked<Api>;
  }

  #call(method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const realm = this.#realm ?? this.#start();
      const leave = () => {
        realm.waiting.delete(giveUp);
        signal?.removeEventListener('abort', abort);
      };
      let isGivenUp = false;
      const giveUp = (reason: unknown) => {
        isGivenUp = true;
        leave();
        reject(reason);
      };
      const abort = () => {
        giveUp(signal?.reason);
        const cancel = this.options.cancels?.[method as keyof Api];
        if (cancel !== undefined) realm.remote[cancel as string]!().catch(() => {});
      };
      realm.waiting.add(giveUp);
      signal?.addEventListener('abort', abort);
      const passed = args.map((arg) =>
        typeof arg === 'function'
          ? Comlink.proxy((...given: unknown[]) => void (isGivenUp || arg(...given)))
          : arg,
      );
      realm.remote[method]!(...passed)
        .finally(leave)
        .then((answer) => resolve(isResult(answer) ? unwrap(answer) : answer))
        .catch(reject);
    });
  }

  #start(): Realm {
    const worker = this.spawn();
    const waiting: Realm['waiting'] = new Set();
    const die = (what: string) => {
      if (this.#realm !== realm) return;
      const { stopped, remedy } = this.options;
      this.#death = new FernglassError('worker-failed', `${stopped}: ${what}. ${remedy}`);
      this.stop(this.#death);
      this.options.onDeath?.(this.#death);
    };
    const realm: Realm = {
      worker,
      remote: Comlink.wrap(worker) as never,
      waiting,
      unwatch: watchWorker(worker, () => waiting.size > 0, die),
    };
    this.#realm = realm;
    this.#death = null;
    this.options.onStart?.(this.api);
    return realm;
  }
}

function isResult(answer: unknown): answer is Result<unknown> {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  return answer.ok === true ? 'value' in answer : answer.ok === false && 'error' in answer;
}
