import { useId, useRef } from 'react';
import type { Photo } from '../../engine';
import { useEngine } from '../engine-context';
import { remember } from '../undo/undo';

/** Where the person writes down what else is to be known of the photo; kept at once, one step to take back once they leave it. */
export function Note({ photo: { id, file, note } }: { readonly photo: Photo }) {
  const engine = useEngine();
  const before = useRef(note);
  const field = useId();
  const leave = () => {
    const [was, now] = [before.current, engine.photo(id)?.note ?? ''];
    if (was === now) return;
    before.current = now;
    remember({
      words: now === '' ? `${file}: note removed` : `${file}: note written`,
      bytes: 2 * (was.length + now.length) + 200,
      undo: () => engine.setNote(id, was),
      redo: () => engine.setNote(id, now),
    });
  };
  return (
    <div className="photo-note">
      <label className="small muted" htmlFor={field}>
        Note
      </label>
      <textarea
        id={field}
        className="field"
        data-note
        rows={note.includes('\n') || note.length > 60 ? 3 : 1}
        value={note}
        placeholder="Anything else worth keeping"
        onFocus={() => {
          before.current = note;
        }}
        onChange={({ target }) => engine.setNote(id, target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // The sheet around it stays.
          event.preventDefault();
          event.currentTarget.blur();
          document.getElementById('evidence')?.focus({ preventScroll: true });
        }}
      />
    </div>
  );
}
