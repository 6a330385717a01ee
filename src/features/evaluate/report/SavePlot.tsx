import { type MouseEvent, useState } from 'react';
import { fileName, offer } from '../../project/download';
import { pngOf, svgOf } from './plots';

interface SavePlotProps {
  /** What the file and the buttons are called by. */
  readonly name: string;
}

/** Saves the plot of the figure that it stands in. */
export function SavePlot({ name }: SavePlotProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: MouseEvent<HTMLButtonElement>, kind: 'svg' | 'png') => {
    const plot = event.currentTarget.closest('figure')?.querySelector('svg');
    if (!plot) return;
    const file = name.normalize('NFD').replaceAll(/[^\p{L}\p{Nd}]+/gu, '-');
    try {
      const blob = kind === 'svg' ? new Blob([svgOf(plot)], { type: 'image/svg+xml' }) : await pngOf(plot);
      offer(blob, fileName(kind, new Date(), file));
      setProblem(null);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <span className="save-plot small">
      {(['svg', 'png'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="link"
          aria-label={`Save plot of ${name} as ${kind.toUpperCase()}`}
          onClick={(event) => void save(event, kind)}
        >
          {kind.toUpperCase()}
        </button>
      ))}
      {problem !== null && <span role="status">{problem}</span>}
    </span>
  );
}
