import { useEffect, useRef } from 'react';
import { Problem } from '../../common/components/Problem';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import {
  chooseReading,
  dropReading,
  offerOneLine,
  takeAsIs,
  takeReading,
  useListReading,
} from './list-reading';

/** Rest after the last keystroke before a single line is looked at for several names. */
const TYPING_PAUSE = 600;

/** Names of an offered list that are shown before it is taken. */
const SAMPLE = 4;

/** Says what was read from a list that is no plain one, before or after it is taken, and how to have it otherwise. */
export function ReadAs() {
  const engine = useEngine();
  const text = useEngineState((state) => state.request.classesText);
  const shown = useListReading((state) => state.shown);

  const isOneLine = !text.trim().includes('\n') && /[,;\t]/.test(text);
  useEffect(() => {
    if (!isOneLine) return;
    const timer = setTimeout(() => void offerOneLine(text), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [isOneLine, text]);

  // The button that had the keyboard goes: what took its place, or the box, has it next.
  const took = useRef(false);
  const asIsButton = useRef<HTMLButtonElement>(null);
  const wasTaken = shown?.isTaken === true;
  useEffect(() => {
    if (wasTaken && took.current) asIsButton.current?.focus();
    took.current = false;
  }, [wasTaken]);

  if (shown === null || shown.box !== text) return null;
  const { reading, choice, isTaken, file, note } = shown;
  const chosen = reading.choices[choice];
  const words = [chosen?.words, note].filter((part) => part !== null && part !== undefined).join('; ');
  const leave = () => {
    focusBox();
    dropReading();
  };
  const asIs = (
    <button
      ref={asIsButton}
      type="button"
      className="link"
      onClick={() => {
        focusBox();
        takeAsIs(engine);
      }}
    >
      Take the lines as they are
    </button>
  );
  const actions = isTaken ? (
    chosen !== undefined && asIs
  ) : (
    <>
      <TakeButton
        count={chosen?.classes.length ?? 0}
        takesFocus={file !== null}
        onTake={() => {
          took.current = true;
          void takeReading(engine);
        }}
      />
      {file === null ? (
        <button type="button" className="link" onClick={leave}>
          Leave the lines as they are
        </button>
      ) : (
        <>
          {asIs}
          <button type="button" className="link" onClick={leave}>
            Cancel
          </button>
        </>
      )}
    </>
  );
  return (
    <Problem tone="note" actions={actions}>
      <p role="status">
        {isTaken ? 'Read as ' : file === null ? 'These may be ' : `“${file}” has `}
        {words}.
      </p>
      {reading.choices.length > 1 && (
        <label className="read-as-column">
          <span className="visually-hidden">Names from</span>
          <select
            className="select"
            value={choice}
            onChange={(event) => void chooseReading(engine, Number(event.target.value))}
          >
            {reading.choices.map(({ label }, i) => (
              <option key={label} value={i}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      {!isTaken && chosen !== undefined && (
        <p className="muted read-as-sample">
          {chosen.classes
            .slice(0, SAMPLE)
            .map((names) => names.join(' | '))
            .join(' · ')}
          {chosen.classes.length > SAMPLE && ' …'}
        </p>
      )}
    </Problem>
  );
}

const focusBox = () => document.querySelector<HTMLElement>('.classes-text')?.focus();

interface TakeButtonProps {
  readonly count: number;
  /** Of a file that was chosen a moment ago: Enter takes it. */
  readonly takesFocus: boolean;
  readonly onTake: () => void;
}

function TakeButton({ count, takesFocus, onTake }: TakeButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);
  return (
    <button ref={button} type="button" className="button" data-kind="primary" onClick={onTake}>
      Take {counted(count, 'name')}
    </button>
  );
}
