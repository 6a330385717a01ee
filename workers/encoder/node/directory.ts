import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FernglassError } from '../../../core';
import type { CheckpointFiles } from '../checkpoint/files/files';
import type { FileRecord } from '../checkpoint/files/verify';

/** A checkpoint in a directory of this machine. */
export function directoryFiles(
  directory: string,
  id = basename(directory),
  revision = 'local',
): CheckpointFiles {
  return {
    id,
    revision,
    async listing() {
      const listing = new Map<string, FileRecord>();
      for (const folder of ['', 'onnx'])
        for (const entry of await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []))
          if (!entry.isDirectory()) {
            const path = join(folder, entry.name);
            listing.set(path, { bytes: (await stat(join(directory, path))).size });
          }
      return listing;
    },
    async text(file) {
      try {
        return await readFile(join(directory, file), 'utf8');
      } catch (thrown) {
        if (isMissing(thrown)) return null;
        throw thrown;
      }
    },
    async weights(file) {
      const path = join(directory, file);
      const handle = await open(path).catch((cause) => {
        throw new FernglassError(
          'model-not-found',
          `${path} cannot be opened. Choose another precision, or export the model again.`,
          { cause },
        );
      });
      await handle.close();
      return path;
    },
  };
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
