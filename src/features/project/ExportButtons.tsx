import { Download, X } from 'lucide-react';
import { BEST_SCORES, type CsvStart, type ExportFormat } from '../../../workers/protocol';
import { IconButton } from '../common/components/IconButton';
import { Menu } from '../common/components/Menu';
import { Progress } from '../common/components/Progress';
import { useEngine, useEngineState } from '../engine-context';
import { usePage } from '../page-state';
import { saveExport, useExport } from './export-state';
import { ExportMenu } from './exporting/ExportMenu';
import { optionsFor } from './exporting/export-choices';
import './export.css';

/** Saves all results as they are now, and says what of them. */
export function ExportButtons() {
  const writing = useExport((state) => state.writing);
  return (
    <>
      <ExportButton format="json" />
      <ExportButton format="csv" />
      {writing === null ? (
        <>
          <ScoresMenu />
          <ExportMenu />
        </>
      ) : (
        <IconButton
          icon={X}
          size={15}
          className="export-cancel"
          label="Cancel export"
          title="Cancel export"
          onClick={writing.cancel}
        >
          <Progress label="Photos exported" value={writing.done} max={writing.total} />
        </IconButton>
      )}
    </>
  );
}

function ExportButton({ format }: { readonly format: ExportFormat }) {
  const engine = useEngine();
  const empty = useEngineState((state) => state.photoCounts.total === 0);
  const saving = useExport((state) => state.writing !== null);
  return (
    <button
      type="button"
      className="button"
      disabled={empty || saving}
      onClick={() => saveExport(engine, format, { ...optionsFor(format, engine), table: 'csv' })}
    >
      <Download size={15} aria-hidden />
      <span>
        <span className="export-word">Export </span>
        {format.toUpperCase()}
      </span>
    </button>
  );
}

const CSV_STARTS: readonly { readonly words: string; readonly value: CsvStart }[] = [
  { words: 'The mark of UTF-8', value: 'mark' },
  { words: 'A line that names the comma', value: 'separator' },
];

function ScoresMenu() {
  const all = usePage((page) => page.exportAllScores);
  const csvStart = usePage((page) => page.csvStart);
  const choices = [
    { words: `Of the ${BEST_SCORES} best classes`, value: false },
    { words: 'Of every class', value: true },
  ];
  return (
    <Menu
      label="Scores to export"
      quiet
      value={
        all ? (
          'All'
        ) : (
          <>
            <span className="export-word">Top </span>
            {BEST_SCORES}
          </>
        )
      }
    >
      {() => (
        <>
          <fieldset className="menu-section export-scores">
            <legend>Scores to export of each photo</legend>
            {choices.map(({ words, value }) => (
              <label key={words} className="row">
                <input
                  type="radio"
                  name="export-scores"
                  checked={all === value}
                  onChange={() => usePage.setState({ exportAllScores: value })}
                />
                {words}
              </label>
            ))}
            <p className="small muted">With many classes and photos, all scores make a large file.</p>
          </fieldset>
          <fieldset className="menu-section export-scores">
            <legend>The CSV file begins with</legend>
            {CSV_STARTS.map(({ words, value }) => (
              <label key={value} className="row">
                <input
                  type="radio"
                  name="export-csv-start"
                  checked={csvStart === value}
                  onChange={() => usePage.setState({ csvStart: value })}
                />
                {words}
              </label>
            ))}
            <p className="small muted">
              The mark has Excel read every letter right. The line has it split columns where the system parts
              lists by semicolons; letters beyond A–Z may then come out wrong.
            </p>
          </fieldset>
        </>
      )}
    </Menu>
  );
}
