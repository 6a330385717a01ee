import { Redo2, Undo2 } from 'lucide-react';
import { IconButton } from '../common/components/IconButton';
import { redo, undo, useUndo } from './undo';

/** Takes back what was done last, and does it again, as far back as anything was done. */
export function UndoButtons() {
  const done = useUndo(({ stack }) => stack.done.at(-1)?.words);
  const undone = useUndo(({ stack }) => stack.undone.at(-1)?.words);
  return (
    <div className="undo-buttons">
      <IconButton
        icon={Undo2}
        label="Undo"
        title={done === undefined ? 'Nothing to undo' : `Undo (Ctrl Z, ⌘ Z): ${done}`}
        disabled={done === undefined}
        onClick={undo}
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        title={undone === undefined ? 'Nothing to redo' : `Redo (Ctrl Shift Z, ⌘ Shift Z): ${undone}`}
        disabled={undone === undefined}
        onClick={redo}
      />
    </div>
  );
}
