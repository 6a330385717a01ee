import * as Comlink from 'comlink';
import type { Result } from '../../../../core';
import type { PhotoSource } from '../../../protocol';
import type { NetworkChoice } from '../../../protocol/network/network';
import { watchWorker } from '../../../protocol/serving/watch-worker';
import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import type { Inspected } from '../inspect';
import type { ReadPhoto } from './read-photo';
import type { ReaderApi } from './reader';

/** Why a photo was not read: the worker that had it is gone. */
export class ReaderEnded extends Error {
  override readonly name = 'ReaderEnded';

  /**
   * @param wasReading whether this was the photo that the worker was at; others only waited behind it
   * @param hadStarted whether the worker's program ever ran
   */
  constructor(
    readonly what: string,
    readonly wasReading: boolean,
    readonly hadStarted: boolean,
  ) {
    super(what);
  }
}

/** One worker of the pool, started. Once it has ended it stays so. */
export class ReaderLink {
  readonly #remote: Comlink.Remote<ReaderApi>;
  /** How to reject each photo that it has, the one it is at first. */
  readonly #waiting = new Set<(reason: ReaderEnded) => void>();
  readonly #unwatch: () => void;
  #hasStarted = false;
  #ended: string | null = null;

  /** @param network what was chosen where it is started; decoders that it loads are fetched by that too */
  constructor(
    private readonly worker: Worker,
    network: NetworkChoice | null,
  ) {
    this.#remote = Comlink.wrap<ReaderApi>(worker);
    // It comes before every photo. A worker that ends over it says so at the first of them.
    if (network !== null) this.#remote.chooseNetwork(network).catch(() => {});
    worker.addEventListener(
      'message',
      () => {
        this.#hasStarted = true;
      },
      { once: true },
    );
    this.#unwatch = watchWorker(
      worker,
      () => this.#waiting.size > 0,
      (what) => this.end(what),
    );
  }

  /** Photos that it has and has not answered. */
  get load(): number {
    return this.#waiting.size;
  }

  get hasEnded(): boolean {
    return this.#ended !== null;
  }

  /** As `ReaderApi.read`. @throws ReaderEnded */
  read(file: PhotoSource, settings: PreprocessorSettings, picture: Inspected): Promise<Result<ReadPhoto>> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(new ReaderEnded(this.#ended, false, this.#hasStarted));
        return;
      }
      this.#waiting.add(reject);
      this.#remote
        .read(file, settings, picture)
        .finally(() => this.#waiting.delete(reject))
        .then(resolve, reject);
    });
  }

  /** Ends the worker; what it had rejects. */
  end(what: string): void {
    this.#ended ??= what;
    this.#unwatch();
    this.worker.terminate();
    [...this.#waiting].forEach((reject, place) => {
      reject(new ReaderEnded(what, place === 0, this.#hasStarted));
    });
    this.#waiting.clear();
  }
}
