import { count, counted } from '../../common/text/formats';
import type { Reading } from './use-reading';

/** Captions that are shown before they are taken. */
const SHOWN = 5;

interface PreviewProps {
  readonly reading: Reading;
  readonly isEmpty: boolean;
}

/** The first captions as they will be indexed, and how many there are. */
export function Preview({ reading: { texts, leftOut, isReading }, isEmpty }: PreviewProps) {
  if (isEmpty || isReading) return null;
  const without = Object.entries(leftOut).filter(([, number]) => number > 0);
  return (
    <div className="own-preview">
      <p className="small">
        <strong>{counted(texts.length, 'caption')}</strong>
        {without.length > 0 &&
          ` · left out: ${without.map(([why, number]) => `${count(number)} ${why}`).join(', ')}`}
      </p>
      <ol aria-label="First captions" className="small">
        {texts.slice(0, SHOWN).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </div>
  );
}
