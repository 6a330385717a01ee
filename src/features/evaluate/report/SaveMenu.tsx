import { FileText } from 'lucide-react';
import { useEngine } from '../../engine-context';
import { halves } from '../halves/halves-state';
import { promptStudies } from '../prompts/prompts-state';
import { studies } from '../studies/studies-state';
import { saveReport, saveTable, type TableName } from './save';

/** Saves the figures: all of them as a report, or single tables; plots are saved where they stand. */
export function SaveMenu() {
  const engine = useEngine();
  const hasHalves = halves.use(({ found }) => found !== null);
  const hasStudies = studies.use(({ found }) => found !== null);
  const hasPrompts = promptStudies.use(({ found }) => found !== null);
  const tables: readonly TableName[] = [
    ...(['methods', 'classes', 'confusions'] as const),
    ...(hasHalves ? (['halves'] as const) : []),
    ...(hasStudies ? (['ablation', 'sweeps'] as const) : []),
    ...(hasPrompts ? (['captions', 'prefixes', 'prompts'] as const) : []),
  ];
  return (
    <p className="row evaluation-save">
      <button type="button" className="button" onClick={() => saveReport(engine)}>
        <FileText size={16} aria-hidden /> Save report
      </button>
      <span className="small muted">or as CSV:</span>
      {tables.map((table) => (
        <button key={table} type="button" className="link small" onClick={() => saveTable(engine, table)}>
          {table}
        </button>
      ))}
    </p>
  );
}
