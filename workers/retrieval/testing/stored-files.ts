import type { FileEntry } from '../../../index-shards/format';
import type { StoredFiles } from '../cache/stored-files';

/**
 * Files of an index as a store gives them back.
 * @param onRead is told of each read; may say that the file is gone
 */
export function storedFiles(
  files: ReadonlyMap<string, Uint8Array>,
  onRead: (entry: FileEntry, what: 'read' | 'readParts') => 'gone' | undefined = () => undefined,
): StoredFiles {
  const find = (entry: FileEntry, what: 'read' | 'readParts') =>
    onRead(entry, what) === 'gone' ? undefined : files.get(entry.name);
  return {
    partsAreQuick: true,
    read: async (entry) => find(entry, 'read'),
    readParts: async (entry, parts) => {
      const bytes = find(entry, 'readParts');
      return bytes && parts.map(({ start, end }) => bytes.slice(start, end));
    },
  };
}
