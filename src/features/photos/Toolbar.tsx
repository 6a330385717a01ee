import { FolderPlus, ImagePlus, Shapes, Square, Trash2 } from 'lucide-react';
import { type ChangeEvent, type MouseEvent, useId } from 'react';
import { Problem } from '../common/components/Problem';
import { folderPicker } from '../common/folder-picker';
import { useEngine, useEngineState } from '../engine-context';
import { EvaluateButton } from '../evaluate/EvaluateButton';
import { OpenLabels } from '../evaluate/labels/OpenLabels';
import { selectPhoto, usePage } from '../page-state';
import { UndoButtons } from '../undo/UndoButtons';
import { forgetLeftOut } from './attention/left-out';
import { addFiles, cancelAdding, useAdding } from './intake/adding';
import { asChosen, filesOfFolder, filesOfHandle } from './intake/files';
import { removePhotos } from './remove';
import { loadSamples, useSampleLabels } from './samples/useSamples';

/** What can be done with the photos as a whole. */
export function Toolbar() {
  const engine = useEngine();
  const empty = useEngineState((state) => state.photoIds.length === 0);
  const busy = useEngineState(
    (state) => state.queue.running || state.index.status === 'downloading' || state.photoCounts.queued > 0,
  );
  const adding = useAdding((state) => state.lots.length > 0);
  const samples = useSampleLabels();
  const cancel = () => {
    cancelAdding();
    engine.cancel();
  };

  return (
    <div className="toolbar">
      <Picker />
      <button
        type="button"
        className="button toolbar-seldom"
        title="Load samples"
        disabled={samples.loading}
        onClick={() => loadSamples(engine)}
      >
        <Shapes size={16} aria-hidden /> <span>Load samples</span>
      </button>
      <OpenLabels />
      <EvaluateButton />
      <button
        type="button"
        className="button toolbar-seldom"
        title="Cancel"
        disabled={!busy && !adding}
        onClick={cancel}
      >
        <Square size={14} aria-hidden /> <span>Cancel</span>
      </button>
      <button
        type="button"
        className="button toolbar-seldom"
        title="Remove all"
        disabled={empty}
        onClick={() => {
          cancelAdding();
          usePage.setState({ alone: null });
          removePhotos(engine, engine.getState().photoIds, forgetLeftOut);
          selectPhoto(null);
        }}
      >
        <Trash2 size={16} aria-hidden /> <span>Remove all</span>
      </button>
      <UndoButtons />
      {samples.problem !== null && <Problem tone="error">{samples.problem}</Problem>}
    </div>
  );
}

function Picker() {
  const engine = useEngine();
  const id = useId();
  const add = (event: ChangeEvent<HTMLInputElement>, folder: boolean) => {
    const files = [...(event.target.files ?? [])];
    // Emptied, so that the same files can be picked again after they were removed.
    event.target.value = '';
    void addFiles(engine, 'Adding photos', folder ? filesOfFolder(files) : asChosen(files), files.length);
  };
  // A folder that the browser opens by a handle can be read again on the next visit, without a copy of its files.
  const pickFolder = (event: MouseEvent<HTMLInputElement>) => {
    const pick = folderPicker();
    if (pick === null) return;
    event.preventDefault();
    const input = event.currentTarget;
    void pick().then((folder) => {
      if (folder === 'refused') input.showPicker();
      else if (folder !== null) void addFiles(engine, 'Adding photos', filesOfHandle(folder), null);
    });
  };
  return (
    <>
      <label className="button" data-kind="primary" htmlFor={id}>
        <ImagePlus size={16} aria-hidden /> Add photos
        <input
          id={id}
          className="visually-hidden"
          data-add-photos
          type="file"
          multiple
          accept="image/*,.heic,.heif,.tif,.tiff,.zip,application/zip"
          onChange={(event) => add(event, false)}
        />
      </label>
      <label className="button" data-size="icon" title="Add a folder">
        <FolderPlus size={16} aria-hidden />
        <span className="visually-hidden">Add a folder</span>
        <input
          className="visually-hidden"
          type="file"
          multiple
          {...{ webkitdirectory: '' }}
          onClick={pickFolder}
          onChange={(event) => add(event, true)}
        />
      </label>
    </>
  );
}
