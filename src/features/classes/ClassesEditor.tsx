import { useDeferredValue, useId, useMemo } from 'react';
import { READING_NOTES, reads } from '../../../core';
import { Problem } from '../common/components/Problem';
import { counted } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { CoverageButton } from '../evaluate/coverage/CoverageButton';
import { useMethod } from '../methods/useMethod';
import { begin } from '../page-state';
import { ListField } from './field/ListField';
import { droppedList } from './list-files/dropped-list';
import { ListFiles } from './list-files/ListFiles';
import { openListFile, readEdit } from './list-files/list-reading';
import { ReadAs } from './list-files/ReadAs';
import { choosePreset } from './presets/choose-preset';
import { isMedical, PRESETS } from './presets/presets';
import { tellFailure, useListFetch } from './presets/useFirstList';
import { wordsOfReading } from './reading-words';
import './classes.css';

/** The class list: one per line, synonyms after a bar; presets; problems where they arise. */
export function ClassesEditor() {
  const engine = useEngine();
  const text = useEngineState((state) => state.request.classesText);
  const classes = useEngineState((state) => state.classes);
  const found = useEngineState((state) => state.classProblems);
  const reading = useEngineState((state) => state.classReading);
  // Thousands of names are gone through in a task of their own.
  const named = useDeferredValue(classes);
  const isOfLesions = useMemo(() => isMedical(named.map((entry) => entry.name)), [named]);
  const tooLong = useMemo(() => wordsOfReading(reading, classes.length), [reading, classes.length]);
  const { starting, failure } = useListFetch();
  const id = useId();
  const method = useMethod();
  // An empty list is no problem while the first one is on its way, nor for a method that needs none.
  const needsNone = reads(method, 'candidate names');
  const notes = found.filter(({ code }) => READING_NOTES.has(code));
  const problems = starting
    ? []
    : found
        .filter(({ code }) => !READING_NOTES.has(code))
        .filter(({ code }) => !needsNone || (code !== 'classes-empty' && code !== 'classes-too-few'));
  const ready = classes.filter((entry) => entry.status === 'ready').length;
  const choose = (presetId: string) => {
    const preset = PRESETS.find((entry) => entry.id === presetId);
    useListFetch.setState({ failure: null });
    if (preset !== undefined) choosePreset(engine, preset).catch(tellFailure);
  };

  return (
    <section className="ask-section" aria-labelledby={`${id}-heading`}>
      <div className="row">
        <h2 id={`${id}-heading`} className="grow">
          <label htmlFor={`${id}-text`}>Classes</label>
        </h2>
        <ListFiles />
        <PresetMenu onChoose={choose} />
      </div>
      <ListField
        id={`${id}-text`}
        name="Classes"
        text={text}
        placeholder={'LED driver\nbridge rectifier | diode bridge\nrelay driver'}
        describedBy={[`${id}-hint`, `${id}-problems`]}
        isInvalid={problems.length > 0}
        onEdit={(after, edit) => {
          begin();
          useListFetch.setState({ failure: null });
          engine.setClassesText(after);
          void readEdit(engine, after, edit);
        }}
        onDrop={(event) => {
          const file = droppedList(event.dataTransfer);
          if (file === null) return;
          event.preventDefault();
          void openListFile(engine, file);
        }}
      />
      <p className="classes-hint small muted" id={`${id}-hint`}>
        <span className="number">
          {ready < classes.length
            ? `${ready} of ${counted(classes.length, 'class', 'classes')} read`
            : counted(classes.length, 'class', 'classes')}
        </span>
        <span>
          a line each: <code>name | synonym</code>
        </span>
        {reads(method, 'descriptions') && (
          <span>
            below a class: <code>&gt; what it looks like</code>
          </span>
        )}
        {/^\s*>/m.test(text) && (
          <span>
            <code>\&gt;</code> begins a name
          </span>
        )}
      </p>
      <CoverageButton />
      <div id={`${id}-problems`} className="classes-problems">
        {failure !== null && <Problem tone="error">{failure}</Problem>}
        <ReadAs />
        {problems.slice(0, 3).map((problem) => (
          <Problem key={problem.message} tone="warn">
            {problem.message}
          </Problem>
        ))}
        {problems.length > 3 && <p className="small muted">and {problems.length - 3} more like these</p>}
        {tooLong.map((words) => (
          <Problem key={words} tone="warn">
            {words}
          </Problem>
        ))}
        {notes.map((note) => (
          <Problem key={note.code} tone="note">
            {note.message}
          </Problem>
        ))}
        {isOfLesions && (
          <Problem tone="note">
            For research and teaching. What Fernglass says about a lesion is no diagnosis; have skin changes
            seen by a doctor.
          </Problem>
        )}
      </div>
    </section>
  );
}

function PresetMenu({ onChoose }: { readonly onChoose: (presetId: string) => void }) {
  return (
    <select
      className="select preset-menu"
      aria-label="Preset"
      value=""
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="" disabled>
        Presets
      </option>
      {PRESETS.map((preset) => (
        <option key={preset.id} value={preset.id} title={preset.description}>
          {preset.title}
        </option>
      ))}
    </select>
  );
}
