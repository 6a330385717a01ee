import { useId } from 'react';
import type { OwnIndex } from '../../../../workers/protocol';
import { modelTitle } from '../addresses';

interface FurtherSpacesProps {
  readonly spaces: OwnIndex['spaces'];
  /** Whether captions are embedded for the text spaces too. */
  readonly isEmbedded: boolean;
  readonly onChange: (isEmbedded: boolean) => void;
}

/** What becomes of an index's further vectors when captions come into it: the user's choice where there is one. */
export function FurtherSpaces({ spaces, isEmbedded, onChange }: FurtherSpacesProps) {
  const id = useId();
  const texts = spaces.filter(({ encoder, kind }) => kind === 'text' && encoder.fingerprint !== null);
  if (spaces.length === 0) return null;
  const names = texts.map(({ encoder }) => modelTitle(encoder.id)).join(', ');
  return (
    <>
      {texts.length > 0 && (
        <p className="own-field">
          <label className="label" htmlFor={id}>
            Vectors by the second text encoder
          </label>
          <select
            id={id}
            className="field"
            value={isEmbedded ? 'embed' : 'without'}
            aria-describedby={`${id}-hint`}
            onChange={(event) => onChange(event.target.value === 'embed')}
          >
            <option value="embed">embed these with it too</option>
            <option value="without">not of these</option>
          </select>
          <span id={`${id}-hint`} className="small muted">
            {isEmbedded
              ? `${names} is loaded for it, from this browser or its host.`
              : `What is there keeps its vectors by ${names}. These are found by meaning and by name, and not by the second encoder.`}
          </span>
        </p>
      )}
      {spaces.some(({ kind }) => kind === 'image') && (
        <p className="small muted">
          Vectors of pictures stay with the captions that have them; these have none.
        </p>
      )}
    </>
  );
}
