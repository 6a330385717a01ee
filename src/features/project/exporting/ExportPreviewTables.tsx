import Papa from 'papaparse';
import { useEffect, useState } from 'react';
import { BEST_SCORES, type ExportFormat, type ExportPreview } from '../../../../workers/protocol';
import { Problem } from '../../common/components/Problem';
import { useEngine } from '../../engine-context';
import { usePage } from '../../page-state';
import { previewExport } from '../write-export';
import { optionsFor, useExportChoices } from './export-choices';
import { sidecarsAtHand } from './sidecars';

/** Photos that a preview is made of. */
const PHOTOS = 5;
/** Rest after the last change before a preview is made. */
const PAUSE = 250;

interface PreviewProps {
  readonly format: ExportFormat;
  /** Told why the export cannot be made as it is, or null. */
  onProblem(problem: string | null): void;
}

/** The beginnings of the files as they would be written now. */
export function ExportPreviewTables({ format, onProblem }: PreviewProps) {
  const engine = useEngine();
  const choices = useExportChoices();
  const all = usePage((page) => page.exportAllScores);
  const reviewer = usePage((page) => page.reviewer);
  const [shown, setShown] = useState<readonly ExportPreview[] | string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the options follow from choices and reviewer.
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const order = {
        format,
        scores: all ? ('all' as const) : BEST_SCORES,
        // The rows are the same in a file that is no text.
        options: { ...optionsFor(format, engine), table: 'csv' as const },
        sidecars: sidecarsAtHand(),
        signal: stop.signal,
        onProgress() {},
      };
      const made = await previewExport(engine, order, PHOTOS).catch((thrown: Error) => thrown.message);
      if (stop.signal.aborted || made === null) return;
      setShown(made);
      onProblem(typeof made === 'string' ? made : null);
    }, PAUSE);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [engine, format, choices, all, reviewer, onProblem]);

  return (
    <section className="export-preview" aria-label="Preview" aria-busy={shown === null}>
      <h3>First rows</h3>
      {typeof shown === 'string' ? (
        <Problem tone="note">{shown}</Problem>
      ) : (
        shown?.map((file) => <PreviewFile key={file.path} file={file} />)
      )}
    </section>
  );
}

function PreviewFile({ file: { path, text } }: { readonly file: ExportPreview }) {
  const isTable = path.endsWith('.csv');
  return (
    <figure>
      <figcaption className="small muted">{path}</figcaption>
      {/* What is wider than the dialog is scrolled, by keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to take the focus. */}
      <section className="export-preview-file" aria-label={path} tabIndex={0}>
        {isTable ? <Table rows={rowsOf(text)} /> : <pre className="small">{text}</pre>}
      </section>
    </figure>
  );
}

/** The lines that are whole, without what stands before the headings. */
function rowsOf(text: string): readonly string[][] {
  const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, '').replace(/^sep=,\r\n/, ''), {
    delimiter: ',',
  });
  const rows = data.filter((row) => row.length === data[0]!.length);
  return rows.slice(0, PHOTOS + 1);
}

function Table({ rows: [headings = [], ...rows] }: { readonly rows: readonly string[][] }) {
  return (
    <table className="small">
      <thead>
        <tr>
          {headings.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no other name.
          <tr key={i}>
            {row.map((cell, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by their column.
              <td key={j}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
