import { Dialog } from '../common/components/Dialog';
import { usePage } from '../page-state';
import { KeptList } from './KeptList';
import { StorageRoom } from './StorageRoom';
import './storage.css';

/** What this browser keeps for the page, piece by piece, each with a way to remove it. */
export function StorageDialog() {
  const open = usePage((page) => page.storageOpen);
  return (
    <Dialog
      open={open}
      title="What this browser keeps"
      closeLabel="Close the list"
      className="storage"
      onClose={() => usePage.setState({ storageOpen: false })}
    >
      <StorageRoom />
      <KeptList />
    </Dialog>
  );
}
