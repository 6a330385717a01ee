import { useId } from 'react';
import type { Prompts } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';

/** The two templates a class name is put into. */
export function PromptFields() {
  const id = useId();
  return (
    <section className="ask-section" aria-labelledby={id}>
      <h2 id={id}>Prompts</h2>
      <PromptField name="zeroShot" label="Zero-shot prompt" hint="for photos" />
      <PromptField name="retrieval" label="Retrieval prompt" hint="for captions" />
    </section>
  );
}

interface PromptFieldProps {
  readonly name: keyof Prompts;
  readonly label: string;
  readonly hint: string;
}

function PromptField({ name, label, hint }: PromptFieldProps) {
  const engine = useEngine();
  const value = useEngineState((state) => state.request.prompts[name]);
  const problem = useEngineState((state) => state.promptProblems[name]);
  const id = useId();
  return (
    <div className="prompt">
      <div className="prompt-label">
        <label className="label" htmlFor={id}>
          {label}
        </label>
        <span className="small muted" id={`${id}-hint`}>
          {hint}
        </span>
      </div>
      <input
        id={id}
        className="field"
        type="text"
        spellCheck={false}
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint ${id}-problem`}
        onChange={(event) => engine.setPrompts({ [name]: event.target.value })}
      />
      <p className="prompt-problem small" id={`${id}-problem`} role={problem ? 'alert' : undefined}>
        {problem?.message}
      </p>
    </div>
  );
}
