import { type ReactNode, useEffect, useRef } from 'react';
import { openSheet } from '../features/page-state';
import { UndoNotice } from '../features/undo/UndoNotice';

interface SheetProps {
  readonly label: string;
  readonly open: boolean;
  /** Modal from the bottom where the window is narrow; beside the photos, and not modal, where it is not. */
  readonly modal: boolean;
  readonly children: ReactNode;
}

/** A panel over the light table, where there is no room for a column. */
export function Sheet({ label, open, modal, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (!open) return;
    // `show` would take the keyboard from the photos, which stay in use beside the sheet.
    if (modal) element.showModal();
    else element.setAttribute('open', '');
    return () => element.close();
  }, [open, modal]);

  useEffect(() => {
    if (!open || modal) return;
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) openSheet(null);
    };
    document.addEventListener('keydown', onEscape);
    return () => document.removeEventListener('keydown', onEscape);
  }, [open, modal]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes the dialog already.
    <dialog
      ref={dialog}
      className="sheet"
      data-modal={modal || undefined}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        openSheet(null);
      }}
      onClick={(event) => {
        // A click on the dialog itself, and not on what it holds, is one on its backdrop.
        if (modal && event.target === dialog.current) openSheet(null);
      }}
    >
      {open && <div className="sheet-body">{children}</div>}
      {open && modal && <UndoNotice />}
    </dialog>
  );
}
