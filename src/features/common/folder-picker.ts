/** The File System Access API's picker, where the browser has it. */
interface WithPicker {
  showDirectoryPicker?(options: {
    readonly id: string;
    readonly mode: 'read' | 'readwrite';
  }): Promise<FileSystemDirectoryHandle>;
}

/** A folder that the user chose; null where they chose none, `refused` where the browser cannot open one now. */
export type PickedFolder = FileSystemDirectoryHandle | null | 'refused';

/**
 * How to have the user choose a folder that can be opened again later; null where the browser has no such way.
 * @param mode whether it is only read, or files are put into it
 */
export function folderPicker(
  mode: 'read' | 'readwrite' = 'read',
  scope: WithPicker = globalThis as WithPicker,
): (() => Promise<PickedFolder>) | null {
  if (scope.showDirectoryPicker === undefined) return null;
  return async () => {
    try {
      return await scope.showDirectoryPicker!({ id: mode === 'read' ? 'photos' : 'sorted', mode });
    } catch (thrown) {
      return thrown instanceof DOMException && thrown.name === 'AbortError' ? null : 'refused';
    }
  };
}
