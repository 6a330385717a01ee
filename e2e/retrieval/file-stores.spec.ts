import type { Page } from '@playwright/test';
import { CONTRACT } from '../../workers/storage/testing/contract';
import { bundle, expect, test } from '../encoder/harness';
import type { openUnanswered, readFormerModel, runContract, writeWhileOpen } from './file-stores';

test('files of the page, IndexedDB and Cache Storage hold to one contract', async ({ bare }) => {
  const { held, failures } = await inWorker<ReturnType<typeof runContract>>(bare, 'runContract');
  expect(failures).toEqual([]);
  expect(held).toBe(3 * Object.keys(CONTRACT).length);
});

test('a model that an earlier version stored is found', async ({ bare }) => {
  expect(await inWorker<ReturnType<typeof readFormerModel>>(bare, 'readFormerModel')).toEqual({
    names: ['https://hub.example/a/b/resolve/0/model.onnx?revision=0'],
    bytes: [1, 2, 3],
  });
});

test('a file that the browser does not open is asked for once more, and given up then', async ({ bare }) => {
  expect(await inWorker<ReturnType<typeof openUnanswered>>(bare, 'openUnanswered')).toEqual({
    second: '1,2,3',
    never: 'TimeoutError: it does not answer',
  });
});

test('a file that is open for reading elsewhere is there already where the same is to be written', async ({
  bare,
}) => {
  expect(await inWorker<ReturnType<typeof writeWhileOpen>>(bare, 'writeWhileOpen')).toEqual({
    same: '1,2,3',
    other: 'NoModificationAllowedError',
  });
});

/** Runs a function of `file-stores.ts` in a worker: only there may files of the page be written. */
async function inWorker<T>(page: Page, name: string): Promise<Awaited<T>> {
  const code = `${await bundle('e2e/retrieval/file-stores.ts', 'stores')};
    stores.${name}().then((value) => postMessage(value), (error) => postMessage(String(error)));`;
  return page.evaluate(
    (code) =>
      new Promise<Awaited<T>>((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
    code,
  );
}
