import { create } from 'zustand';
import { BEST_SCORES, type ExportFormat } from '../../../workers/protocol';
import { count, counted } from '../common/text/formats';
import { usePage } from '../page-state';
import { during } from '../page-tasks';
import { fileName, offer } from './download';
import type { ResultSource } from './results';
import { type Exported, exportedNow } from './unsaved';
import { writeExport } from './write-export';

interface ExportState {
  /** Null while nothing is written. */
  readonly writing: { readonly done: number; readonly total: number; cancel(): void } | null;
  /** Why the last export came to nothing. */
  readonly problem: string | null;
  /** What the last file that was offered holds; null before there was one. */
  readonly exported: Exported | null;
}

/** The export under way, and how the last one went. */
export const useExport = create<ExportState>()(() => ({ writing: null, problem: null, exported: null }));

/** Writes all results and offers them as a file; one export at a time. */
export async function saveExport(source: ResultSource, format: ExportFormat): Promise<void> {
  if (useExport.getState().writing !== null) return;
  const stop = new AbortController();
  const cancel = () => stop.abort();
  const show = (done: number, total: number) => useExport.setState({ writing: { done, total, cancel } });
  useExport.setState({ problem: null });
  show(0, source.getState().photoIds.length);
  // What changes while the file is written may not be in it.
  const exported = exportedNow(source);
  try {
    await during('Writing the export', async (task) => {
      const file = await writeExport(source, {
        format,
        scores: usePage.getState().exportAllScores ? 'all' : BEST_SCORES,
        csvStart: usePage.getState().csvStart,
        signal: stop.signal,
        onProgress(done, total) {
          show(done, total);
          task.say(`Writing the export, ${count(done)} of ${counted(total, 'photo')}`);
        },
      });
      if (file === null) return;
      offer(file, fileName(format, new Date()));
      useExport.setState({ exported });
    });
  } catch (thrown) {
    useExport.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  } finally {
    useExport.setState({ writing: null });
  }
}
