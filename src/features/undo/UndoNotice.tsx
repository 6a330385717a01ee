import { Redo2, Undo2 } from 'lucide-react';
import { DismissButton } from '../common/components/DismissButton';
import { dismissNotice, redo, undo, useUndo } from './undo';
import './undo.css';

/** Says what was done last and offers to take it back, until it is put away. The focus stays where it is. */
export function UndoNotice() {
  const notice = useUndo((state) => state.notice);
  const offersUndo = notice?.offers === 'undo';
  return (
    <div className="undo">
      {/* There from the start: what appears together with its text is not read aloud. */}
      <p className="undo-words" aria-live="polite" aria-atomic>
        {notice?.words}
      </p>
      {notice !== null && (
        <>
          {notice.offers !== null && (
            <button
              type="button"
              className="button"
              // The toolbar's button takes back whatever was done last; this one says what.
              aria-label={`${offersUndo ? 'Undo' : 'Redo'}: ${notice.words}`}
              onClick={offersUndo ? undo : redo}
            >
              {offersUndo ? <Undo2 size={15} aria-hidden /> : <Redo2 size={15} aria-hidden />}
              {offersUndo ? 'Undo' : 'Redo'}
            </button>
          )}
          <DismissButton title="Dismiss: it can still be undone by Ctrl Z or ⌘ Z" onClick={dismissNotice} />
        </>
      )}
    </div>
  );
}
