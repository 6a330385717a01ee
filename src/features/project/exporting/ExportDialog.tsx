import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ExportFormat } from '../../../../workers/protocol';
import { Dialog } from '../../common/components/Dialog';
import { bytes, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { saveExport, useExport } from '../export-state';
import { ExportFields } from './ExportFields';
import { ExportPreviewTables } from './ExportPreviewTables';
import { useExportChoices } from './export-choices';
import { FolderTable } from './FolderTable';
import { foldersOf } from './folders';
import { WORDS } from './format-words';
import './exporting.css';

const close = () => useExport.setState({ asked: null });

/** What can be chosen of one form, its first rows, and the button that saves it. */
export function ExportDialog() {
  const format = useExport((state) => state.asked);
  const title = format === null ? 'Export' : `Export as ${WORDS[format].title}`;
  return (
    <Dialog
      open={format !== null}
      title={title}
      closeLabel="Close export"
      className="export-dialog"
      onClose={close}
    >
      {format !== null && <ExportForm format={format} />}
    </Dialog>
  );
}

function ExportForm({ format }: { readonly format: ExportFormat }) {
  const engine = useEngine();
  const photoIds = useEngineState((state) => state.photoIds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the folders follow from the photos.
  const folders = useMemo(() => foldersOf(engine), [engine, photoIds]);
  const sorting = useExportChoices((choices) => choices.sorting);
  const [problem, setProblem] = useState<string | null>(null);
  const { about, choices } = WORDS[format];
  const copies = useMemo(
    () => photoIds.reduce((sum, id) => sum + (engine.photo(id)?.bytes ?? 0), 0),
    [engine, photoIds],
  );
  return (
    <form
      className="export-form"
      onSubmit={(event) => {
        event.preventDefault();
        close();
        void saveExport(engine, format);
      }}
    >
      <p className="muted">{about}</p>
      <ExportFields format={format} />
      {choices.some((choice) => choice === 'zone' || choice === 'taken' || choice === 'deployment') && (
        <FolderTable folders={folders} choices={choices} />
      )}
      {format === 'folders' && sorting !== 'scripts' && (
        <p className="small muted">
          {sorting === 'copies' ? 'The archive' : 'A new folder in the one that you choose'} will hold copies
          of {bytes(copies)}.
        </p>
      )}
      <ExportPreviewTables format={format} onProblem={setProblem} />
      <div className="row export-actions">
        <span className="grow small muted">{counted(photoIds.length, 'photo')}</span>
        <button type="submit" className="button" data-kind="primary" disabled={problem !== null}>
          <Download size={15} aria-hidden /> Save {WORDS[format].title}
        </button>
      </div>
    </form>
  );
}
