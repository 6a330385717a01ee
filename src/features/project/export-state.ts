import { create } from 'zustand';
import { BEST_SCORES, type ExportFormat, type ExportOptions } from '../../../workers/protocol';
import { folderPicker } from '../common/folder-picker';
import { count, counted } from '../common/text/formats';
import { usePage } from '../page-state';
import { during } from '../page-tasks';
import { tell } from '../undo/undo';
import { fileName, nameNow, offer } from './download';
import { optionsFor } from './exporting/export-choices';
import { WORDS } from './exporting/format-words';
import { sidecarsAtHand } from './exporting/sidecars';
import type { ResultSource } from './results';
import { type Exported, exportedNow } from './unsaved';
import { writeExport } from './write-export';

interface ExportState {
  /** Null while nothing is written. */
  readonly writing: { readonly done: number; readonly total: number; cancel(): void } | null;
  /** Whose photos the last file left out, and where it says so; null where it holds all. */
  readonly note: string | null;
  /** The form whose dialog is open. */
  readonly asked: ExportFormat | null;
  /** Why the last export came to nothing. */
  readonly problem: string | null;
  /** What the last file that was offered holds; null before there was one. */
  readonly exported: Exported | null;
}

/** The export under way, and how the last one went. */
export const useExport = create<ExportState>()(() => ({
  writing: null,
  problem: null,
  exported: null,
  note: null,
  asked: null,
}));

/** Forms that hold all results and labels: with them nothing is lost when the page is left. */
const HOLDS_ALL: ReadonlySet<ExportFormat> = new Set(['json', 'csv']);

/** Has the user choose the folder; null where they chose none. */
async function chooseFolder(): Promise<FileSystemDirectoryHandle | null> {
  const picked = (await folderPicker('readwrite')?.()) ?? null;
  if (picked !== 'refused') return picked;
  useExport.setState({ problem: 'The browser opens no folder now. Save copies in an archive instead.' });
  return null;
}

/** Writes all results and offers them as a file; one export at a time. */
export async function saveExport(
  source: ResultSource,
  format: ExportFormat,
  options: ExportOptions = optionsFor(format, source),
): Promise<void> {
  if (useExport.getState().writing !== null) return;
  const folder = format === 'folders' && options.sorting === 'folder' ? await chooseFolder() : undefined;
  if (folder === null) return;
  const stop = new AbortController();
  const cancel = () => stop.abort();
  const show = (done: number, total: number) => useExport.setState({ writing: { done, total, cancel } });
  useExport.setState({ problem: null, note: null });
  show(0, source.getState().photoIds.length);
  // What changes while the file is written may not be in it.
  const exported = exportedNow(source);
  try {
    await during('Writing the export', async (task) => {
      const made = await writeExport(source, {
        format,
        scores: usePage.getState().exportAllScores ? 'all' : BEST_SCORES,
        options,
        sidecars: sidecarsAtHand(),
        ...(folder && { into: { folder, name: nameNow(WORDS[format].file) } }),
        signal: stop.signal,
        onProgress(done, total) {
          show(done, total);
          task.say(`Writing the export, ${count(done)} of ${counted(total, 'photo')}`);
        },
      });
      if (made === null) return;
      if (made.folder !== null) tell(`Sorted into “${made.folder}” in “${folder?.name}”.`);
      else offer(made.file, fileName(made.extension, new Date(), WORDS[format].file));
      useExport.setState(HOLDS_ALL.has(format) ? { exported } : {});
      if (made.leftOut > 0)
        useExport.setState({
          note: `${counted(made.leftOut, 'photo')} could not be written in this form: left-out.csv ${made.folder !== null ? 'beside them' : 'in the archive'} says why.`,
        });
    });
  } catch (thrown) {
    useExport.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  } finally {
    useExport.setState({ writing: null });
  }
}
