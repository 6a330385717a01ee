import { FileText } from 'lucide-react';
import { useEngine } from '../../engine-context';
import { useStudies } from '../studies/studies-state';
import { saveReport, saveTable } from './save';

/** Saves the figures: all of them as a report, or single tables; plots are saved where they stand. */
export function SaveMenu() {
  const engine = useEngine();
  const hasStudies = useStudies((state) => state.studies !== null);
  const tables = hasStudies
    ? (['methods', 'classes', 'confusions', 'ablation', 'sweeps'] as const)
    : (['methods', 'classes', 'confusions'] as const);
  return (
    <p className="row evaluation-save">
      <button type="button" className="button" onClick={() => saveReport(engine)}>
        <FileText size={16} aria-hidden /> Save report
      </button>
      <span className="small muted">or as CSV:</span>
      {tables.map((table) => (
        <button key={table} type="button" className="link small" onClick={() => saveTable(table)}>
          {table}
        </button>
      ))}
    </p>
  );
}
