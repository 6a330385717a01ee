import { useSyncExternalStore } from 'react';
import { useEngine } from '../../engine-context';
import { histogramWords } from './histogram-words';
import { type Measure, STEPS, thresholdHistograms } from './histograms';
import './thresholds.css';

/** Height of the plot in its own units; the page gives it its height in pixels. */
const HIGH = 100;

interface HistogramPlotProps {
  readonly measure: Measure;
  readonly name: string;
  /** 0–1. */
  readonly threshold: number;
}

/** How a measure of all answers lies about its threshold; photos that people say show none of the classes stand out. */
export function HistogramPlot({ measure, name, threshold }: HistogramPlotProps) {
  const histograms = thresholdHistograms(useEngine());
  const histogram = useSyncExternalStore(histograms.subscribe, () => histograms.now)[measure];
  const most = Math.max(1, ...histogram.all);
  // A single photo among thousands is seen too.
  const high = (count: number) => (count === 0 ? 0 : Math.max(4, (count / most) * HIGH));
  const words = histogramWords(histogram, name, threshold);
  return (
    <div className="control-plot">
      <span className="visually-hidden">{words}</span>
      <svg viewBox={`0 0 ${STEPS} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
        {histogram.all.map((count, step) => {
          const [whole, none] = [high(count), high(histogram.none[step]!)];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
            <g key={step} data-below={(step + 0.5) / STEPS < threshold || undefined}>
              <rect className="plot-all" x={step + 0.1} y={HIGH - whole} width={0.8} height={whole} />
              <rect className="plot-none" x={step + 0.1} y={HIGH - none} width={0.8} height={none} />
            </g>
          );
        })}
      </svg>
      <span className="plot-threshold" style={{ insetInlineStart: `${threshold * 100}%` }} aria-hidden />
    </div>
  );
}
