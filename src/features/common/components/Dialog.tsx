import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** The accessible name of the button that closes it. */
  readonly closeLabel: string;
  /** A class beside the one that all of them have. */
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A window over the page, which cannot be used meanwhile; its content is there while it is open. */
export function Dialog({ open, title, closeLabel, className = '', onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, [open]);

  return (
    <dialog ref={dialog} className={`dialog ${className}`} aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <div className="row">
            <h2 id={id} className="grow">
              {title}
            </h2>
            <button
              type="button"
              className="button"
              data-kind="quiet"
              data-size="icon"
              aria-label={closeLabel}
              onClick={onClose}
            >
              <X size={18} aria-hidden />
            </button>
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}
