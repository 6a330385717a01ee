import { useId } from 'react';
import { parseTemplates } from '../../../core';
import { defaultRequest } from '../../engine';
import { counted } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { replaceTemplates } from './change-settings';

/** The prompt templates that a method weighs against each other, a line each. */
export function TemplatesField() {
  const engine = useEngine();
  const text = useEngineState((state) => state.request.templates);
  const id = useId();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const templates = parseTemplates(text);
  const initial = defaultRequest().templates;
  return (
    <div>
      <div className="row">
        <label className="label grow" htmlFor={id}>
          Templates
        </label>
        <button
          type="button"
          className="link small"
          disabled={text === initial}
          onClick={() => replaceTemplates(engine, 'The templates are those of the start again', initial)}
        >
          Reset templates
        </button>
      </div>
      <textarea
        id={id}
        className="field templates-text"
        rows={6}
        spellCheck={false}
        value={text}
        aria-describedby={`${id}-hint`}
        onChange={(event) => engine.setTemplates(event.target.value)}
      />
      <p className="small muted" id={`${id}-hint`}>
        <span className="number">{counted(templates.length, 'template')}</span>, a line each, with {'{}'} for
        the class name
        {templates.length < lines.length && '; lines without it, and repeated ones, do not count'}
      </p>
    </div>
  );
}
