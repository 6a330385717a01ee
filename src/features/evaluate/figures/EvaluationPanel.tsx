import { X } from 'lucide-react';
import { useEffect, useId } from 'react';
import { IconButton } from '../../common/components/IconButton';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { count, counted, percent } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { BurstsPart } from '../bursts/BurstsPart';
import { useBursts } from '../bursts/bursts-state';
import { cancelEvaluation, evaluate, figuresAreOld, useEvaluation } from '../evaluation-state';
import { type Grouping, groupingFor } from '../groups';
import { HalvesPart } from '../halves/HalvesPart';
import { knownLabels } from '../known-labels';
import { PromptsPart } from '../prompts/PromptsPart';
import { SaveMenu } from '../report/SaveMenu';
import { StudiesPart } from '../studies/StudiesPart';
import { Tuning } from '../tuning/Tuning';
import { ClassFigures } from './ClassFigures';
import { ConfusionTable } from './ConfusionTable';
import { FiguresTable } from './FiguresTable';
import { NoLabels } from './NoLabels';
import { Reliability } from './Reliability';
import './figures.css';

/** Rest after the last change before figures are computed anew. */
const REST = 600;

/** Figures of every method on the photos whose class is known, computed anew as photos, labels and settings change. */
export function EvaluationPanel() {
  const engine = useEngine();
  const { judged, part, stale, problem, method } = useEvaluation();
  useFresh();
  const shown = judged?.methods.find(({ id }) => id === method) ?? judged?.methods[0];
  return (
    <section className="evaluation" aria-label="Evaluation">
      <header className="row evaluation-head">
        <h2 className="grow">Evaluation</h2>
        <Groups />
        {part !== null && (
          <button type="button" className="button" onClick={cancelEvaluation}>
            Cancel evaluation
          </button>
        )}
        {part === null && stale && judged !== null && (
          <button type="button" className="button" onClick={() => void evaluate(engine)}>
            Compute anew
          </button>
        )}
        <IconButton
          icon={X}
          size={18}
          quiet
          label="Close evaluation"
          onClick={() => useEvaluation.setState({ open: false })}
        />
      </header>
      <p role="status" className="small muted number evaluation-status">
        {part === null ? <Status /> : `Computing figures, ${percent(part)}`}
      </p>
      {part !== null && <Progress label="Figures" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {judged === null && part === null && <NoLabels />}
      {judged !== null && shown !== undefined && (
        <div className="evaluation-body">
          <FiguresTable judged={judged} shown={shown.id} />
          <Tuning labels={judged.photos.length} />
          <Reliability answers={shown.answers} method={shown.id} />
          <ClassFigures judged={judged} answers={shown.answers} />
          <ConfusionTable judged={judged} answers={shown.answers} />
          <HalvesPart />
          <StudiesPart />
          <PromptsPart />
          <BurstsPart />
        </div>
      )}
      {judged !== null && <SaveMenu />}
    </section>
  );
}

/** Computes figures once what they are of rests. */
function useFresh(): void {
  const engine = useEngine();
  const revision = useEngineState((state) => state.answersRevision);
  const idle = useEngineState((state) => state.idle);
  const stale = useEvaluation((state) => state.stale);
  const grouping = useEvaluation((state) => state.grouping);
  const bursts = useBursts(({ answers }) => (grouping === 'burst' ? answers : null));
  useEffect(() => engine.subscribePhotos(figuresAreOld), [engine]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: figures follow from both.
  useEffect(figuresAreOld, [revision, grouping, bursts]);
  useEffect(() => {
    if (!stale || !idle) return;
    const timer = setTimeout(() => void evaluate(engine), REST);
    return () => clearTimeout(timer);
  }, [engine, stale, idle]);
}

function Status() {
  const engine = useEngine();
  const judged = useEvaluation((state) => state.judged);
  const total = useEngineState((state) => state.photoIds.length);
  const { unlisted } = knownLabels(engine);
  const others = [...unlisted.values()].reduce((sum, n) => sum + n, 0);
  if (judged === null) return null;
  const { photos, groups, left } = judged;
  return (
    <>
      {count(photos.length)} of {counted(total, 'photo')} have a label of the list
      {groups < photos.length && `, in ${counted(groups, 'group')}`}.
      {others > 0 &&
        ` ${counted(others, 'photo')} of ${counted(unlisted.size, 'class', 'classes')} that are not in the list do not count.`}
      {left > 0 && ` ${counted(left, 'labelled photo')} without an embedding do not count.`} Intervals are 95
      % bootstrap.
    </>
  );
}

const GROUPINGS: readonly (readonly [grouping: Grouping, words: string])[] = [
  ['photo', 'each photo by itself'],
  ['folder', 'photos of a folder'],
  ['labels', 'groups of the labels'],
  ['burst', 'photos of a burst'],
];

/** What is resampled together. */
function Groups() {
  const id = useId();
  const chosen = useEvaluation((state) => state.grouping);
  const engine = useEngine();
  const judged = useEvaluation((state) => state.judged);
  // Figures are computed anew whenever photos change.
  const photos = judged?.photos ?? [];
  const hasGroups = groupingFor(engine, photos, null) === 'labels';
  const grouping = groupingFor(engine, photos, chosen);
  const hasBursts = useBursts(({ answers }) => answers !== null && answers.size > 0);
  const isThere = {
    photo: true,
    folder: true,
    labels: hasGroups || grouping === 'labels',
    burst: hasBursts || grouping === 'burst',
  };
  return (
    <>
      <label htmlFor={id} className="small muted">
        Groups
      </label>
      <select
        id={id}
        className="select"
        title="Photos of one thing are right or wrong together: they are resampled together, and none is judged by another’s label"
        value={grouping}
        onChange={(event) => useEvaluation.setState({ grouping: event.target.value as Grouping })}
      >
        {GROUPINGS.filter(([value]) => isThere[value]).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </>
  );
}
