import { Problem } from '../common/components/Problem';
import { useExport } from './export-state';

/** Why the last export came to nothing, or does not hold all, until it is read. */
export function ExportProblem() {
  const problem = useExport((state) => state.problem);
  const note = useExport((state) => state.note);
  if (problem === null && note === null) return null;
  return (
    <Problem
      tone={problem === null ? 'note' : 'error'}
      actions={
        <button
          type="button"
          className="button"
          onClick={() => useExport.setState({ problem: null, note: null })}
        >
          Understood
        </button>
      }
    >
      {problem ?? note}
    </Problem>
  );
}
