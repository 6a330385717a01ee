import { lazy, Suspense, useEffect, useRef } from 'react';
import { useEngine, usePhoto } from '../../engine-context';
import { closeLarge, usePage } from '../../page-state';
import { useSelectedId } from '../../photos/list/hooks';
import { focusPhoto } from '../../photos/list/move';
import { selectedId } from '../../photos/list/selected';
import { UndoNotice } from '../../undo/UndoNotice';
import { isLargeKey, largeKey } from './large-keys';
import '../review.css';
import './large.css';

const Picture = lazy(() => import('./LargePicture'));

/** The selected photo alone, as large as the window: the same keys label it and go on. */
export function LargePhoto() {
  const open = usePage((page) => page.largeOpen);
  return open ? <Opened /> : null;
}

function Opened() {
  const engine = useEngine();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useSelectedId();
  const photo = usePhoto(id);
  useEffect(() => {
    const element = dialog.current;
    const from = document.activeElement;
    element?.showModal();
    element?.focus();
    return () => {
      element?.close();
      const now = selectedId(engine, usePage.getState().selectedId);
      if (from?.closest('.tiles') != null || from === document.body) focusPhoto(now);
    };
  }, [engine]);
  useEffect(() => {
    if (photo === undefined) closeLarge();
  });
  return (
    <dialog
      ref={dialog}
      className="large-photo"
      aria-label={photo === undefined ? 'Photo' : `${photo.file}, large`}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        closeLarge();
      }}
      onKeyDown={(event) => {
        if (!isLargeKey(event)) return;
        event.preventDefault();
        largeKey(engine, event.key);
      }}
    >
      {photo !== undefined && (
        <Suspense fallback={<p className="large-waits muted">Opening…</p>}>
          <Picture photo={photo} onClose={closeLarge} />
        </Suspense>
      )}
      <UndoNotice />
    </dialog>
  );
}
