import { Problem } from '../common/components/Problem';
import { useExport } from './export-state';

/** Why the last export came to nothing, until it is read. */
export function ExportProblem() {
  const problem = useExport((state) => state.problem);
  if (problem === null) return null;
  return (
    <Problem
      tone="error"
      actions={
        <button type="button" className="button" onClick={() => useExport.setState({ problem: null })}>
          Understood
        </button>
      }
    >
      {problem}
    </Problem>
  );
}
