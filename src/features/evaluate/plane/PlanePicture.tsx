import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef } from 'react';
import { Problem } from '../../common/components/Problem';
import { setting } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { useParameters } from '../../methods/useMethod';
import { usePage } from '../../page-state';
import { knownLabels } from '../known-labels';
import { useAskedAnew } from '../useAskedAnew';
import { drawPlane, type PlaneShows, usePlane } from './plane-state';
import { type PlaneValues, placeAt, planeValues, shareOf } from './plane-values';
import { SavePlane } from './SavePlane';

/** Rest after the last change before the plane is drawn anew. */
const REST = 250;
/** How far an arrow key moves α or β. */
const STEP = 0.05;

const CHOICES: readonly (readonly [shows: PlaneShows, words: string])[] = [
  ['acc1', 'Acc@1 on labels'],
  ['balanced', 'Balanced accuracy'],
  ['flips', 'Where answers flip'],
  ['photo', 'The selected photo'],
];

/** What CoRE would answer at every α and β; a click or an arrow key sets the sliders. */
export function PlanePicture() {
  const engine = useEngine();
  const id = useId();
  const { values } = useParameters();
  const names = useEngineState((state) => state.shownClasses);
  const { drawn, problem, wanted } = usePlane();
  const selected = usePage((page) => page.selectedId);
  useAskedAnew(drawPlane, REST, `${wanted} ${selected}`);
  const hasLabels = knownLabels(engine).listed.length > 0;
  const [alpha, beta] = [Number(values.alpha), Number(values.beta)];
  const shown = useMemo(
    () =>
      drawn === null
        ? null
        : planeValues(
            drawn.plane,
            drawn.shows,
            names.map(({ name }) => name),
          ),
    [drawn, names],
  );
  const set = (a: number, b: number) => {
    const clean = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000;
    engine.setParameters({ alpha: clean(a), beta: clean(b) }, 'core');
  };
  const onPointer = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const a = (event.clientX - box.left) / box.width;
    const b = 1 - (event.clientY - box.top) / box.height;
    set(Math.round(a * 100) / 100, Math.round(b * 100) / 100);
  };
  const onKey = (event: KeyboardEvent) => {
    const [a, b] = MOVES[event.key] ?? [0, 0];
    if (a === 0 && b === 0) return;
    event.preventDefault();
    // The page's own arrow keys select photos.
    event.stopPropagation();
    set(alpha + a * STEP, beta + b * STEP);
  };
  return (
    <figure className="plane">
      <label htmlFor={`${id}-shows`} className="visually-hidden">
        The plane shows
      </label>
      <select
        id={`${id}-shows`}
        className="select"
        value={drawn?.shows ?? wanted ?? (hasLabels ? 'acc1' : 'flips')}
        onChange={(event) => usePlane.setState({ wanted: event.target.value as PlaneShows })}
      >
        {CHOICES.filter(([shows]) => hasLabels || (shows !== 'acc1' && shows !== 'balanced')).map(
          ([shows, words]) => (
            <option key={shows} value={shows}>
              {words}
            </option>
          ),
        )}
      </select>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      <div className="plane-frame">
        <Heat strength={shown?.strength ?? null} steps={drawn?.plane.steps ?? 1} about={`${id}-words`}>
          {{ onPointer, onKey }}
        </Heat>
        <svg className="plane-mark" viewBox="0 0 100 100" aria-hidden="true">
          <circle cx={100 * alpha} cy={100 - 100 * beta} r="3.5" />
        </svg>
      </div>
      <p className="plane-axes small muted" aria-hidden="true">
        <span>0</span>
        <span>α →, β ↑</span>
        <span>1</span>
      </p>
      <figcaption id={`${id}-words`} className="small muted number">
        {drawn === null || shown === null
          ? 'The plane is being drawn.'
          : wordsOf(drawn.plane.steps, shown, alpha, beta)}
      </figcaption>
      {drawn !== null && shown !== null && (
        <SavePlane
          plane={drawn.plane}
          shown={shown}
          names={names.map(({ name }) => name)}
          inForce={{ alpha, beta }}
          title={CHOICES.find(([shows]) => shows === drawn.shows)![1]}
          words={wordsOf(drawn.plane.steps, shown, alpha, beta)}
        />
      )}
    </figure>
  );
}

const MOVES: Readonly<Record<string, readonly [alpha: number, beta: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

function wordsOf(
  steps: number,
  { best, least, most, wordsAt }: PlaneValues,
  alpha: number,
  beta: number,
): string {
  const here = `Here, at α ${setting(alpha)} and β ${setting(beta)}: ${wordsAt(placeAt(steps, alpha, beta))}.`;
  // A blank square would look like one that is not drawn yet.
  if (least === most) return `${here} It is the same everywhere.`;
  if (best < 0) return here;
  const at = shareOf(steps, best);
  return `${here} The most, at α ${setting(at.alpha)} and β ${setting(at.beta)}: ${wordsAt(best)}.`;
}

interface HeatProps {
  /** `[steps (α), steps (β)]`, 0–1; null while nothing is drawn. */
  readonly strength: Float32Array | null;
  readonly steps: number;
  /** Id of the words that say what it shows. */
  readonly about: string;
  readonly children: {
    readonly onPointer: (event: PointerEvent<HTMLCanvasElement>) => void;
    readonly onKey: (event: KeyboardEvent) => void;
  };
}

function Heat({ strength, steps, about, children: { onPointer, onKey } }: HeatProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = usePage((page) => page.theme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme has the colour.
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || strength === null) return;
    context.clearRect(0, 0, steps, steps);
    context.fillStyle = getComputedStyle(canvas.current!).color;
    for (let a = 0; a < steps; a++)
      for (let b = 0; b < steps; b++) {
        context.globalAlpha = strength[a * steps + b]!;
        context.fillRect(a, steps - 1 - b, 1, 1);
      }
  }, [strength, steps, theme]);
  return (
    <canvas
      ref={canvas}
      className="plane-heat"
      width={steps}
      height={steps}
      role="img"
      aria-label="α×β plane"
      aria-describedby={about}
      // Arrow keys move α and β, as the pointer does.
      tabIndex={0}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={onKey}
    />
  );
}
