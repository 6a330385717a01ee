import type { IntakeApi, TextTable } from '../../../../workers/protocol';
import { WorkerLink } from '../../../engine';

/** Reads the columns of text of a Parquet file in a worker, which ends with it. @throws FernglassError `input-invalid` */
export async function readParquet({
  name,
  ...file
}: {
  readonly name: string;
  readonly content: Blob;
}): Promise<TextTable> {
  const link = new WorkerLink<IntakeApi>(
    () =>
      new Worker(new URL('../../../../workers/intake/worker.ts', import.meta.url), {
        type: 'module',
        name: 'intake',
      }),
    { stopped: `Reading ${name} stopped`, remedy: 'Open it again.' },
  );
  try {
    return await link.api.textsOfParquet({ name, ...file });
  } finally {
    link.stop(new Error('It has been read.'));
  }
}
