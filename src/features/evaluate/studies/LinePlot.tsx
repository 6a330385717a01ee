import { points } from '../figures/numbers';

/** A line of a plot. */
interface PlotLine {
  readonly name: string;
  /** 0–1 each, one for each value. */
  readonly heights: readonly number[];
}

interface LinePlotProps {
  readonly title: string;
  /** Ascending. */
  readonly values: readonly number[];
  /** How a value is written. */
  readonly words: (value: number) => string;
  /** The value in force. */
  readonly inForce: number;
  readonly lines: readonly PlotLine[];
}

const WIDTH = 220;
const HEIGHT = 120;
const LEFT = 34;
const TOP = 10;
/** Words below the plot that do not run into each other. */
const TICKS = 6;

/** Figures by the value of a parameter, from the least to the most that occurs; values stand side by side. */
export function LinePlot({ title, values, words, inForce, lines }: LinePlotProps) {
  const all = lines.flatMap(({ heights }) => heights);
  const low = Math.floor(20 * Math.min(...all)) / 20;
  const high = Math.max(low + 0.05, Math.ceil(20 * Math.max(...all)) / 20);
  const x = (i: number) => LEFT + (values.length > 1 ? (i / (values.length - 1)) * WIDTH : WIDTH / 2);
  const y = (height: number) => TOP + (1 - (height - low) / (high - low)) * HEIGHT;
  const every = Math.ceil(values.length / TICKS);
  const own = values.indexOf(inForce);
  return (
    <svg
      className="plot"
      data-plot={title}
      viewBox={`0 0 ${LEFT + WIDTH + 12} ${TOP + HEIGHT + 22}`}
      width={LEFT + WIDTH + 12}
      height={TOP + HEIGHT + 22}
      role="img"
      aria-label={`${lines.map(({ name }) => name).join(' and ')} by ${title}`}
    >
      <desc>
        {values
          .map((value, i) => {
            const each = lines.map(({ name, heights }) => `${name} ${points(heights[i]!)}`);
            return `${words(value)}: ${each.join(', ')}`;
          })
          .join('; ')}
      </desc>
      <rect className="plot-ground" x={LEFT} y={TOP} width={WIDTH} height={HEIGHT} />
      {own >= 0 && <line className="plot-diagonal" x1={x(own)} x2={x(own)} y1={TOP} y2={TOP + HEIGHT} />}
      {lines.map(({ name, heights }, l) => (
        <g key={name} data-line={l}>
          <polyline className="plot-line" points={heights.map((h, i) => `${x(i)},${y(h)}`).join(' ')} />
          {heights.map((h, i) => (
            <circle
              key={values[i]}
              className="plot-dot"
              cx={x(i)}
              cy={y(h)}
              r={values[i] === inForce ? 4 : 2.5}
            >
              <title>{`${title} ${words(values[i]!)}: ${name} ${points(h)}`}</title>
            </circle>
          ))}
        </g>
      ))}
      <g className="plot-tick">
        {[low, high].map((height) => (
          <text key={height} x={LEFT - 5} y={y(height) + 4} textAnchor="end">
            {Math.round(100 * height)}
          </text>
        ))}
        {values.map(
          (value, i) =>
            (i % every === 0 || i === values.length - 1) && (
              <text key={value} x={x(i)} y={TOP + HEIGHT + 14} textAnchor="middle">
                {words(value)}
              </text>
            ),
        )}
      </g>
    </svg>
  );
}
