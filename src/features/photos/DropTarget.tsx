import { useEffect, useState } from 'react';
import { useEngine } from '../engine-context';
import { during } from '../page-tasks';
import { addInChunks, filesOfDrop, filesOfPaste } from './intake';

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
      event.preventDefault();
      const dropped = filesOfDrop(event.dataTransfer);
      void during('Reading what was dropped', async () => {
        for await (const files of dropped) await addInChunks(engine, files);
      });
    };
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null || event.clipboardData.files.length === 0) return;
      event.preventDefault();
      const files = filesOfPaste(event.clipboardData);
      void during('Adding photos', () => addInChunks(engine, files));
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

  return hovering ? <div className="drop-veil">Drop photos or folders</div> : null;
}
