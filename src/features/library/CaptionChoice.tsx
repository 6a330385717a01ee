import { useId, useState } from 'react';
import type { CountedTag } from '../../../index-shards/format/manifest/manifest';
import { Problem } from '../common/components/Problem';
import { count } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';

/** Which captions are passed over: those with certain words, in certain languages, from certain sources. */
export function CaptionChoice() {
  const engine = useEngine();
  const rules = useEngineState((state) => state.request.captionRules);
  const manifest = useEngineState((state) => state.index.info?.manifest);
  const { tags, captions = 0 } = manifest ?? {};
  return (
    <>
      <h2>Captions to use</h2>
      <div className="choices">
        <Words />
        {tags && tags.languages.length > 0 && (
          <Tags
            title="Languages"
            tags={tags.languages}
            captions={captions}
            without={rules.withoutLanguages}
            nameOf={languageName}
            onChange={(withoutLanguages) => engine.setCaptionRules({ withoutLanguages })}
          />
        )}
        {tags && tags.sources.length > 0 && (
          <Tags
            title="Sources"
            tags={tags.sources}
            captions={captions}
            without={rules.withoutSources}
            nameOf={(source) => source}
            onChange={(withoutSources) => engine.setCaptionRules({ withoutSources })}
          />
        )}
      </div>
    </>
  );
}

function Words() {
  const engine = useEngine();
  const id = useId();
  const [draft, setDraft] = useState(() => engine.getState().request.captionRules.without.join(', '));
  return (
    <div>
      <label className="label" htmlFor={id}>
        Words to leave out
      </label>
      <input
        id={id}
        className="field library-wide"
        value={draft}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setDraft(event.target.value);
          engine.setCaptionRules({ without: wordsIn(event.target.value) });
        }}
      />
      <p className="small muted library-hint" id={`${id}-hint`}>
        Words or phrases, with commas between. Captions that hold one are passed over, and the next best take
        their place.
      </p>
    </div>
  );
}

interface TagsProps {
  readonly title: string;
  readonly tags: readonly CountedTag[];
  /** Captions of the index. */
  readonly captions: number;
  readonly without: readonly string[];
  readonly nameOf: (tag: string) => string;
  readonly onChange: (without: string[]) => void;
}

function Tags({ title, tags, captions, without, nameOf, onChange }: TagsProps) {
  const untagged = captions - tags.reduce((sum, tag) => sum + tag.captions, 0);
  const choices = untagged > 0 ? [...tags, { name: '', captions: untagged }] : tags;
  const isNone = choices.every(({ name }) => without.includes(name));
  return (
    <fieldset className="library-tags">
      <legend className="label">{title}</legend>
      <div className="library-tag-list">
        {choices.map((tag) => (
          <label key={tag.name} className="library-tag">
            <input
              type="checkbox"
              checked={!without.includes(tag.name)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? without.filter((name) => name !== tag.name) : [...without, tag.name],
                )
              }
            />
            <span>{tag.name === '' ? 'Not stated' : nameOf(tag.name)}</span>
            <span className="small muted number">{count(tag.captions)}</span>
          </label>
        ))}
      </div>
      {isNone && <Problem tone="warn">No captions are left: answers are zero-shot.</Problem>}
    </fieldset>
  );
}

const wordsIn = (text: string) =>
  text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

const languages = new Intl.DisplayNames('en', { type: 'language' });

/** “Portuguese (Brazil)” for `pt-BR`; what is no language tag stays as it is. */
function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
