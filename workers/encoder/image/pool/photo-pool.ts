import { attempt, FernglassError, type Result, toPlainError } from '../../../../core';
import { networkChosen } from '../../../net';
import type { PhotoFile, PhotoSource, PhotosAhead } from '../../../protocol';
import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import { checkImage, type Inspected } from '../inspect';
import { fileOf, type ReadPhoto, readPhoto } from './read-photo';
import { ReaderEnded, ReaderLink } from './reader-link';

export interface PoolOptions {
  /** Workers at most. */
  readonly size: number;
  readonly spawn: () => Worker;
}

/** Photos of more pixels (64 MB of them) are left to one of the workers, so that only one such is in memory. */
const LARGE = 16_000_000;
/** A photo at which so many workers ended is not tried again. */
const MOST_DEATHS = 3;
/** Milliseconds without a photo after which the workers end: each holds a canvas and a decoder. */
const REST_AFTER = 30_000;

/**
 * Reads photos ahead of the tower in a few workers: decodes them, makes them what the tower takes, and their thumbnails.
 * No worker starts before there is a photo to be read ahead, and all end after a rest. Where a browser starts none,
 * photos are read in this thread, when they are asked for.
 */
export class PhotoPool {
  readonly #readers: (ReaderLink | undefined)[];
  /** What is read ahead, or being read. */
  readonly #photos = new Map<string, Promise<Result<ReadPhoto>>>();
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly settings: PreprocessorSettings,
    private readonly options: PoolOptions,
  ) {
    this.#readers = Array.from({ length: options.size });
  }

  /**
   * Begins to read photos, and forgets what was read ahead and is wanted no more.
   * @param now what is asked for next; several are read side by side, one alone where it is asked for: no worker is quicker
   */
  readAhead(now: readonly PhotoSource[], { keys, next }: PhotosAhead): void {
    const wanted = new Set([...keys, ...next.map(({ key }) => key)]);
    for (const key of this.#photos.keys()) if (!wanted.has(key)) this.#photos.delete(key);
    if (this.#readers.length === 0) return;
    const several = now.length > 1 ? keys.map((key, i) => ({ key, file: now[i]! })) : [];
    for (const photo of [...several, ...next])
      if (!this.#photos.has(photo.key)) this.#photos.set(photo.key, this.#begin(photo));
  }

  /** A photo: what was read ahead of it, or what is read of it now. */
  take(key: string | undefined, file: PhotoSource): Promise<Result<ReadPhoto>> {
    const ahead = key === undefined ? undefined : this.#photos.get(key);
    if (key !== undefined) this.#photos.delete(key);
    return ahead ?? attempt(() => readPhoto(file, this.settings), 'image-unreadable');
  }

  /** Ends the workers. */
  rest(): void {
    clearTimeout(this.#resting);
    this.#photos.clear();
    this.#readers.forEach((reader, place) => {
      this.#readers[place] = undefined;
      reader?.end('nothing was left to read');
    });
  }

  #begin({ file }: PhotoFile): Promise<Result<ReadPhoto>> {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.rest(), REST_AFTER);
    return attempt(async () => {
      const picture = await checkImage(fileOf(file));
      return this.#read(file, picture);
    }, 'image-unreadable').then((result) => (result.ok ? result.value : result));
  }

  async #read(file: PhotoSource, picture: Inspected): Promise<Result<ReadPhoto>> {
    for (let deaths = 0; ; ) {
      const reader = this.#readerFor(picture);
      if (reader === null) return attempt(() => readPhoto(file, this.settings, picture), 'image-unreadable');
      try {
        return await reader.read(file, this.settings, picture);
      } catch (thrown) {
        if (!(thrown instanceof ReaderEnded)) throw thrown;
        // A worker whose program never ran will not run the next time.
        if (!thrown.hadStarted) this.#readers.length = 0;
        else if (thrown.wasReading && ++deaths >= MOST_DEATHS) return { ok: false, error: ended(thrown) };
      }
    }
  }

  /** The worker with the least to do, started if need be; null where none can be started. */
  #readerFor({ width, height }: Inspected): ReaderLink | null {
    const places = width * height > LARGE ? this.#readers.slice(0, 1) : this.#readers;
    let best = 0;
    places.forEach((reader, place) => {
      if (loadOf(reader) < loadOf(places[best])) best = place;
    });
    const running = places[best];
    if (places.length === 0 || (running !== undefined && !running.hasEnded)) return running ?? null;
    try {
      const started = new ReaderLink(this.options.spawn(), networkChosen());
      this.#readers[best] = started;
      return started;
    } catch {
      this.#readers.length = 0;
      return null;
    }
  }
}

const loadOf = (reader: ReaderLink | undefined): number => reader?.load ?? 0;

function ended({ what }: ReaderEnded) {
  return toPlainError(
    new FernglassError(
      'worker-failed',
      `Whatever reads this photo stops: ${what}. Add a smaller copy of it, or save it in another format.`,
    ),
  );
}
