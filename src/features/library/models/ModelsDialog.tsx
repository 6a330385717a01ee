import { Dialog } from '../../common/components/Dialog';
import { usePage } from '../../page-state';
import '../../storage/storage.css';
import '../library.css';
import { AddModel } from './adding/AddModel';
import { InstalledModels } from './InstalledModels';
import { KnownModels } from './KnownModels';
import { LoadingModel } from './LoadingModel';
import './models.css';
import { PrecisionCheck } from './PrecisionCheck';

/** Models: what loads, what can be added, what is kept, what is known. */
export function ModelsDialog() {
  const open = usePage((page) => page.modelsOpen);
  return (
    <Dialog
      open={open}
      title="Models"
      closeLabel="Close the models"
      className="models"
      onClose={() => usePage.setState({ modelsOpen: false })}
    >
      <LoadingModel />
      <PrecisionCheck />
      <AddModel />
      <InstalledModels />
      <KnownModels />
    </Dialog>
  );
}
