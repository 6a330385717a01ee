import type { FoundLabels } from '../../../../workers/protocol';
import { count, counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { copyNames } from '../../photos/attention/copy-names';

/** Lines of a list that are shown; all of them can be copied. */
const SHOWN = 100;

interface UnmatchedProps {
  readonly found: FoundLabels;
  /** Of the photos, by place. */
  readonly ids: readonly string[];
}

/** What of labels and photos does not fit, each kind with its number and its list. */
export function Unmatched({ found, ids }: UnmatchedProps) {
  const engine = useEngine();
  const fileOf = (photo: number) => engine.photo(ids[photo]!)?.file ?? '';
  const { photosWithout, labelsWithout, ambiguous, taken, unlisted, problems } = found;
  const uncounted = found.training?.classes.filter(({ place }) => place < 0) ?? [];
  return (
    <div className="labels-unmatched">
      <Kind
        words={counted(photosWithout.length, 'photo without a label', 'photos without a label')}
        lines={photosWithout.length}
        line={(i) => fileOf(photosWithout[i]!)}
      />
      <Kind
        words={counted(labelsWithout.length, 'label without a photo', 'labels without a photo')}
        lines={labelsWithout.length}
        line={(i) => `${labelsWithout[i]!.file} — ${labelsWithout[i]!.className}`}
      />
      <Kind
        words={counted(
          unlisted.length,
          'class that is not in your list',
          'classes that are not in your list',
        )}
        lines={unlisted.length}
        line={(i) => `${unlisted[i]!.names.join(' | ')} — ${counted(unlisted[i]!.count, 'photo')}`}
      />
      <Kind
        words={counted(
          uncounted.length,
          'class with training photos that is not in your list',
          'classes with training photos that are not in your list',
        )}
        lines={uncounted.length}
        line={(i) => `${uncounted[i]!.names.join(' | ')} — ${counted(uncounted[i]!.count, 'training photo')}`}
      />
      <Kind
        words={counted(ambiguous.length, 'label that fits several photos', 'labels that fit several photos')}
        lines={ambiguous.length}
        line={(i) => `${ambiguous[i]!.label.file} — ${ambiguous[i]!.photos.map(fileOf).join(', ')}`}
      />
      <Kind
        words={counted(taken.length, 'second label of a photo', 'second labels of photos')}
        lines={taken.length}
        line={(i) => `${taken[i]!.label.file} — ${fileOf(taken[i]!.photo)}`}
      />
      <Kind
        words={counted(problems.length, 'line that could not be used', 'lines that could not be used')}
        lines={problems.length}
        line={(i) => problems[i]!.words}
      />
    </div>
  );
}

interface KindProps {
  readonly words: string;
  readonly lines: number;
  readonly line: (at: number) => string;
}

function Kind({ words, lines, line }: KindProps) {
  if (lines === 0) return null;
  const firstOnes = Array.from({ length: Math.min(lines, SHOWN) }, (_, i) => line(i));
  return (
    <details>
      <summary>{words}</summary>
      <ul>
        {firstOnes.map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same.
          <li key={i}>{text}</li>
        ))}
      </ul>
      <p className="row small">
        {lines > SHOWN && <span className="muted">and {count(lines - SHOWN)} more</span>}
        <button
          type="button"
          className="link"
          onClick={() => void copyNames(Array.from({ length: lines }, (_, i) => line(i))).catch(() => {})}
        >
          Copy all
        </button>
      </p>
    </details>
  );
}
