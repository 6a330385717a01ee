import { useEffect, useState } from 'react';
import type { Engine } from '../../../engine';
import { useEngine } from '../../engine-context';
import { droppedAlone, isModelFolder } from '../../library/models/adding/model-drop';
import { holdsModel, openModelArchive, openModelFolder } from '../../library/models/opening';
import { addFiles } from './adding';
import { asChosen, type Found, filesOfDrop, filesOfPaste } from './files';
import { isTextPaste } from './text-paste';

/** Opens a folder or an archive that holds a model; false, with nothing done, where it holds none. */
async function openIfModel(
  engine: Engine,
  alone: FileSystemDirectoryEntry | File,
  files: AsyncIterable<Found>,
): Promise<boolean> {
  if (alone instanceof File) {
    if (!(await holdsModel(alone))) return false;
    void openModelArchive(engine, alone);
    return true;
  }
  if (!(await isModelFolder(alone))) return false;
  const all: File[] = [];
  for await (const { file } of files) all.push(file);
  void openModelFolder(engine, all, alone.name);
  return true;
}

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false;

/** Takes files dropped or pasted anywhere on the page; shows that it will while they hover. */
export function DropTarget() {
  const engine = useEngine();
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    // Entering a child fires before leaving its parent, so a count tells when the pointer has truly left.
    let inside = 0;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      inside++;
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      inside = Math.max(0, inside - 1);
      if (inside === 0) setHovering(false);
    };
    const over = (event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      inside = 0;
      setHovering(false);
      if (!hasFiles(event.dataTransfer) || event.dataTransfer === null) return;
      // The class list takes files of text that were dropped on it.
      if (event.defaultPrevented) return;
      event.preventDefault();
      const alone = droppedAlone(event.dataTransfer);
      const files = filesOfDrop(event.dataTransfer);
      const add = () => addFiles(engine, 'Reading what was dropped', files, null);
      if (alone === null) void add();
      else void openIfModel(engine, alone, files).then((isOne) => (isOne ? undefined : add()));
    };
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null || event.clipboardData.files.length === 0) return;
      if (event.defaultPrevented || isTextPaste(event)) return;
      event.preventDefault();
      const files = filesOfPaste(event.clipboardData);
      void addFiles(engine, 'Adding photos', asChosen(files), files.length);
    };
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('dragover', over);
    document.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, [engine]);

  return hovering ? <div className="drop-veil">Drop photos, folders or ZIP files</div> : null;
}
