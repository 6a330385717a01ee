import { Redo2, Undo2 } from 'lucide-react';
import { redo, undo, useUndo } from './undo';

/** Takes back what was done last, and does it again, as far back as anything was done. */
export function UndoButtons() {
  const done = useUndo(({ stack }) => stack.done.at(-1)?.words);
  const undone = useUndo(({ stack }) => stack.undone.at(-1)?.words);
  return (
    <div className="undo-buttons">
      <button
        type="button"
        className="button"
        data-size="icon"
        aria-label="Undo"
        title={done === undefined ? 'Nothing to undo' : `Undo (Ctrl Z, ⌘ Z): ${done}`}
        disabled={done === undefined}
        onClick={undo}
      >
        <Undo2 size={16} aria-hidden />
      </button>
      <button
        type="button"
        className="button"
        data-size="icon"
        aria-label="Redo"
        title={undone === undefined ? 'Nothing to redo' : `Redo (Ctrl Shift Z, ⌘ Shift Z): ${undone}`}
        disabled={undone === undefined}
        onClick={redo}
      >
        <Redo2 size={16} aria-hidden />
      </button>
    </div>
  );
}
