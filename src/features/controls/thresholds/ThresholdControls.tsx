import { useId } from 'react';
import type { Thresholds } from '../../../../core';
import { ANSWER_STATES } from '../../../../core';
import { count } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { STATE_WORDS } from '../../photos/filter/state-words';
import { useSummaryCounts } from '../../photos/list/hooks';
import { Control } from '../Control';
import { replaceThreshold } from '../change-settings';
import { HistogramPlot } from './HistogramPlot';
import { useThresholds } from './useThresholds';

const CONTROLS = [
  {
    of: 'margin',
    name: 'Margin',
    hint: 'unsure below',
    explanation: 'Below this share of the best class above the second, an answer is unsure.',
  },
  {
    of: 'likeness',
    name: 'Likeness',
    hint: 'unlike below',
    explanation:
      'Below this likeness a photo is not like your classes: the mean over the captions found for it of their cosine to the class nearest to each. At 0 no photo is.',
  },
] as const satisfies readonly { readonly of: keyof Thresholds; readonly [word: string]: string }[];

/** Where answers begin to be unsure and photos to be unlike the classes; nothing is computed anew when that moves. */
export function ThresholdControls() {
  const engine = useEngine();
  const { now, initial } = useThresholds();
  const id = useId();
  const isOpen = useEngineState(({ index }) => index.info !== null);
  return (
    <section className="ask-section" aria-labelledby={id}>
      <h2 id={id}>When to be confident</h2>
      {CONTROLS.map(({ of, name, hint, explanation }) => (
        <Control
          key={of}
          name={name}
          hint={hint}
          explanation={explanation}
          value={now[of] ?? 0}
          limits={{ min: 0, max: 1 }}
          paper={null}
          initial={initial[of] ?? 0}
          plot={<HistogramPlot measure={of} name={name} threshold={now[of] ?? 0} />}
          onChange={(value) => engine.setThresholds({ [of]: value })}
          onReset={() => replaceThreshold(engine, of, `${name} is back where it starts`)}
        />
      ))}
      <StateCounts />
      <p className="small muted">
        <span className="plot-legend" aria-hidden />
        labelled as none of these
      </p>
      <p className="small muted">{isOpen && sourceWords(initial)}</p>
    </section>
  );
}

/** How many photos are answered how surely; there from the start, so that nothing moves when answers come. */
function StateCounts() {
  const { states } = useSummaryCounts();
  return (
    <p className="small muted number">
      {ANSWER_STATES.map((state) => `${count(states[state])} ${STATE_WORDS[state].short}`).join(' · ')}
    </p>
  );
}

/** Who says where the thresholds start. */
function sourceWords({ from }: ReturnType<typeof useThresholds>['initial']): string {
  if (from.margin === 'photos' && from.likeness === 'photos')
    return 'They start where the index’s maker put them by labelled photos.';
  if (from.likeness === 'nobody' && from.margin === 'nobody')
    return 'Unknown for this model and index: nobody fitted them to labelled photos, and the margin alone decides until you move Likeness.';
  return from.margin === 'photos'
    ? 'The margin starts where the index’s maker put it by labelled photos; nobody fitted a likeness.'
    : 'Likeness starts where the index’s maker put it by labelled photos; nobody fitted a margin for this method.';
}
