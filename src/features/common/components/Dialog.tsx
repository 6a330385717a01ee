import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './IconButton';

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
            <IconButton icon={X} size={18} quiet label={closeLabel} onClick={onClose} />
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}
