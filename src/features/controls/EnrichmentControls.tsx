import { useId } from 'react';
import {
  type EnrichmentSettings,
  type ImageWeighting,
  LIMITS,
  PAPER_SETTINGS,
  POCKET_SETTINGS,
  RELEASED_CODE_SETTINGS,
  sameSettings,
} from '../../core';
import { defaultSettings } from '../../engine/models';
import { useEngine, useEngineState } from '../engine-context';
import { Control } from './Control';
import './controls.css';

/** The cosine from which CoRE's released code takes captions for the same. */
const NEAR_DUPLICATE = RELEASED_CODE_SETTINGS.nearDuplicateCosine ?? 0.94;

/** Every number of the enrichment; answers follow while they move. */
export function EnrichmentControls() {
  const engine = useEngine();
  const settings = useEngineState((state) => state.request.settings);
  const initial = useEngineState((state) => defaultSettings(state.request.model));
  const id = useId();
  const set = (patch: Partial<EnrichmentSettings>) => engine.setSettings(patch);
  const linear = settings.imageWeighting === 'linear';
  return (
    <section className="ask-section" aria-labelledby={id}>
      <div className="row">
        <h2 id={id} className="grow">
          Enrichment
        </h2>
        <button
          type="button"
          className="link small"
          disabled={sameSettings(settings, initial)}
          onClick={() => set(initial)}
        >
          Reset all
        </button>
      </div>
      <fieldset className="segments">
        <legend className="visually-hidden">Settings of</legend>
        <Segment title="Pocket" preset={POCKET_SETTINGS} settings={settings} onChoose={set} />
        <Segment title="Paper" preset={PAPER_SETTINGS} settings={settings} onChoose={set} />
        <Segment title="Released code" preset={RELEASED_CODE_SETTINGS} settings={settings} onChoose={set} />
      </fieldset>
      <Control
        name="α"
        hint="captions in a class"
        explanation="Share of the captions in a class: 0 is its name alone, 1 the captions alone."
        value={settings.alpha}
        limits={LIMITS.alpha}
        paper={PAPER_SETTINGS.alpha}
        initial={initial.alpha}
        onChange={(alpha) => set({ alpha })}
      />
      <Control
        name="β"
        hint="captions in a photo"
        explanation="Share of the captions in a photo: 0 is its looks alone, 1 the captions alone."
        value={settings.beta}
        limits={LIMITS.beta}
        paper={PAPER_SETTINGS.beta}
        initial={initial.beta}
        onChange={(beta) => set({ beta })}
      />
      <Control
        name="τ image→text"
        hint={linear ? 'not used' : 'evenness'}
        explanation={
          linear
            ? 'Not used while image weighting is linear.'
            : 'Captions of a photo: high, and all count alike; low, and only the nearest counts.'
        }
        value={settings.tauImageToText}
        limits={LIMITS.tauImageToText}
        paper={PAPER_SETTINGS.tauImageToText}
        initial={initial.tauImageToText}
        scale="logarithmic"
        onChange={(tauImageToText) => set({ tauImageToText })}
      />
      <Control
        name="τ text→text"
        hint="evenness"
        explanation="Captions of a class: high, and all count alike; low, and only the nearest counts."
        value={settings.tauTextToText}
        limits={LIMITS.tauTextToText}
        paper={PAPER_SETTINGS.tauTextToText}
        initial={initial.tauTextToText}
        scale="logarithmic"
        onChange={(tauTextToText) => set({ tauTextToText })}
      />
      <Control
        name="k"
        hint="captions per query"
        explanation="Captions retrieved for each photo and each class."
        value={settings.k}
        limits={LIMITS.k}
        paper={PAPER_SETTINGS.k}
        initial={initial.k}
        whole
        onChange={(k) => set({ k })}
      />
      <div className="control-line">
        <label htmlFor={`${id}-weighting`}>Image weighting</label>
        <select
          id={`${id}-weighting`}
          className="select"
          value={settings.imageWeighting}
          onChange={(event) => set({ imageWeighting: event.target.value as ImageWeighting })}
        >
          <option value="softmax">softmax</option>
          <option value="linear">linear</option>
        </select>
      </div>
      <label className="control-line">
        Count near-duplicate captions once
        <input
          type="checkbox"
          checked={settings.nearDuplicateCosine !== null}
          title={`Captions with a cosine of ${NEAR_DUPLICATE} or more to each other count once`}
          onChange={(event) => set({ nearDuplicateCosine: event.target.checked ? NEAR_DUPLICATE : null })}
        />
      </label>
    </section>
  );
}

interface SegmentProps {
  readonly title: string;
  readonly preset: EnrichmentSettings;
  readonly settings: EnrichmentSettings;
  readonly onChoose: (settings: EnrichmentSettings) => void;
}

function Segment({ title, preset, settings, onChoose }: SegmentProps) {
  return (
    <button
      type="button"
      className="segment"
      aria-pressed={sameSettings(settings, preset)}
      onClick={() => onChoose(preset)}
    >
      {title}
    </button>
  );
}
