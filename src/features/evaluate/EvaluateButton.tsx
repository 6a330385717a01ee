import { ChartNoAxesColumn } from 'lucide-react';
import { useEvaluation } from './evaluation-state';

/** Opens and closes the panel of figures. */
export function EvaluateButton() {
  const open = useEvaluation((state) => state.open);
  return (
    <button
      type="button"
      className="button toolbar-more"
      aria-expanded={open}
      title="Accuracy of every method on labelled photos"
      onClick={() => useEvaluation.setState({ open: !open })}
    >
      <ChartNoAxesColumn size={16} aria-hidden /> <span>Evaluate</span>
    </button>
  );
}
