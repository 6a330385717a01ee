import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Embeddings, FernglassError } from '../../../core';
import { bytesOf, writeWhole } from './files';

/** What a stage left: its result and the folder with its files. */
export interface Finished<Result> {
  readonly result: Result;
  readonly folder: string;
  /** Stands for everything the result depends on. */
  readonly key: string;
}

/** A hash of plain data, to tell whether a stage's inputs are still the same. */
export function keyOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Stands for the values of embeddings in a key. */
export function digest({ data }: Embeddings): string {
  return createHash('sha256').update(bytesOf(data)).digest('hex');
}

/**
 * The folder in which a build keeps the results of its stages. A stage that is done is not done again while its key
 * stays the same; one that was interrupted finds the files it had made; one with another key starts afresh.
 */
export class WorkFolder {
  constructor(readonly path: string) {
    try {
      mkdirSync(path, { recursive: true });
    } catch (cause) {
      throw new FernglassError(
        'input-invalid',
        `The work folder ${path} cannot be made. Give another --work.`,
        {
          cause,
        },
      );
    }
  }

  /** The result of a stage, if it is done with this key or, where none is given, with any. */
  finished<Result>(name: string, key?: string): Finished<Result> | null {
    const folder = join(this.path, name);
    const file = join(folder, 'done.json');
    if (!existsSync(file)) return null;
    const done = JSON.parse(readFileSync(file, 'utf8')) as { readonly key: string; readonly result: Result };
    return key === undefined || done.key === key ? { result: done.result, folder, key: done.key } : null;
  }

  /**
   * Runs a stage unless it is done.
   * @param key everything the result depends on, as `keyOf` sums it up
   * @param work makes the result; it may find files of its own from an interrupted run
   * @param stillThere whether what the result speaks of outside the work folder is there; if not, `work` runs again
   */
  async stage<Result>(
    name: string,
    key: string,
    work: (folder: string) => Promise<Result>,
    stillThere: (result: Result) => boolean = () => true,
  ): Promise<Finished<Result>> {
    const finished = this.finished<Result>(name, key);
    if (finished !== null && stillThere(finished.result)) return finished;
    const folder = join(this.path, name);
    const begun = join(folder, 'begun.json');
    const before = existsSync(begun)
      ? (JSON.parse(readFileSync(begun, 'utf8')) as { key: string }).key
      : null;
    if (before !== key) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeWhole(begun, JSON.stringify({ key }));
    }
    const result = await work(folder);
    writeWhole(join(folder, 'done.json'), `${JSON.stringify({ key, result }, null, 1)}\n`);
    return { result, folder, key };
  }
}
