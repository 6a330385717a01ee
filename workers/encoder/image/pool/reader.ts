import * as Comlink from 'comlink';
import { attempt, type Result } from '../../../../core';
import { chooseNetwork } from '../../../net';
import type { PhotoSource } from '../../../protocol';
import type { NetworkApi } from '../../../protocol/network/network';
import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import type { Inspected } from '../inspect';
import { type ReadPhoto, readPhoto } from './read-photo';

/** The worker of the pool: reads photos one after another, in the order in which they come. */
export interface ReaderApi extends NetworkApi {
  read(file: PhotoSource, settings: PreprocessorSettings, picture: Inspected): Promise<Result<ReadPhoto>>;
}

/** The work of the pool's worker, apart from the worker. */
export class Reader implements ReaderApi {
  #last: Promise<unknown> = Promise.resolve();

  chooseNetwork: ReaderApi['chooseNetwork'] = async (choice) => chooseNetwork(choice);

  read: ReaderApi['read'] = (file, settings, picture) => {
    // One at a time: the pixels of a second photo would take memory and bring nothing, since the processor is busy.
    const result = this.#last.then(async () => {
      const read = await attempt(() => readPhoto(file, settings, picture), 'image-unreadable');
      return read.ok ? Comlink.transfer(read, [read.value.pixels.buffer]) : read;
    });
    this.#last = result;
    return result;
  };
}
