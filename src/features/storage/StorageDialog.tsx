import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { usePage } from '../page-state';
import { KeptList } from './KeptList';
import { StorageRoom } from './StorageRoom';
import './storage.css';

/** What this browser keeps for the page, piece by piece, each with a way to remove it. */
export function StorageDialog() {
  const open = usePage((page) => page.storageOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => usePage.setState({ storageOpen: false });

  useEffect(() => {
    if (!open) return;
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, [open]);

  return (
    <dialog ref={dialog} className="help storage" aria-labelledby="storage-title" onClose={close}>
      {open && (
        <>
          <div className="row">
            <h2 id="storage-title" className="grow">
              What this browser keeps
            </h2>
            <button
              type="button"
              className="button"
              data-kind="quiet"
              data-size="icon"
              aria-label="Close the list"
              onClick={close}
            >
              <X size={18} aria-hidden />
            </button>
          </div>
          <StorageRoom />
          <KeptList />
        </>
      )}
    </dialog>
  );
}
