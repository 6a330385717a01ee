import { useEffect, useState } from 'react';
import { useEngine } from '../../engine-context';
import { addFiles } from './adding';
import { asChosen, filesOfDrop, filesOfPaste } from './files';
import { isTextPaste } from './text-paste';

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
      void addFiles(engine, 'Reading what was dropped', filesOfDrop(event.dataTransfer), null);
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
