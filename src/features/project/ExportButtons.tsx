import { Download } from 'lucide-react';
import { useState } from 'react';
import { useEngine, useEngineState } from '../engine-context';
import { during } from '../page-tasks';
import { assemble, fileName, offer } from './download';
import { csvPieces } from './export-csv';
import { jsonPieces } from './export-json';
import type { ResultSource } from './results';

const formats = {
  json: { pieces: jsonPieces, type: 'application/json' },
  csv: { pieces: csvPieces, type: 'text/csv' },
} as const;

/** Saves all results as they are now. */
export function ExportButtons() {
  return (
    <>
      <ExportButton format="json" />
      <ExportButton format="csv" />
    </>
  );
}

function ExportButton({ format }: { readonly format: keyof typeof formats }) {
  const engine: ResultSource = useEngine();
  const empty = useEngineState((state) => state.photoIds.length === 0);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    const { pieces, type } = formats[format];
    setSaving(true);
    try {
      const blob = await during('Writing the export', () => assemble(pieces(engine), type));
      offer(blob, fileName(format, new Date()));
    } finally {
      setSaving(false);
    }
  };
  return (
    <button type="button" className="button" disabled={empty || saving} onClick={save}>
      <Download size={15} aria-hidden />
      <span>
        <span className="export-word">Export </span>
        {format.toUpperCase()}
      </span>
    </button>
  );
}
