import type { FileReference } from '../../../../../workers/protocol';

const references = new WeakMap<File, FileReference>();
const roots = new WeakMap<FileSystemHandle, string>();

/**
 * Notes where a file lies, so that a project can read it there on a later visit.
 * @param handle of the folder that was dropped or chosen, or of the file itself
 * @param path names from that folder to the file; none where the handle is the file's
 */
export function noteReference(file: File, handle: FileSystemHandle, path: readonly string[]): void {
  let root = roots.get(handle);
  if (root === undefined) {
    root = crypto.randomUUID();
    roots.set(handle, root);
  }
  references.set(file, { root, handle, path });
}

/** Where a file lies, as far as the browser told; null otherwise. */
export const referenceOf = (file: File): FileReference | null => references.get(file) ?? null;
