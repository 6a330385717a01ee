import { ArrowDown, ArrowUp } from 'lucide-react';
import { useId, useState } from 'react';
import { addressesOf, INDEX_WEIGHT, type IndexAtWork } from '../../../engine';
import { IconButton } from '../../common/components/IconButton';
import { NumberField } from '../../common/components/NumberField';
import { count, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';

const BOUNDS = { min: 100 * INDEX_WEIGHT.min, max: 100 * INDEX_WEIGHT.max, whole: true };
/** How far an arrow key goes, in percent. */
const STEP = 5;

/** How an index that is searched counts: its weight and place among several, and whether for photos and for classes. */
export function IndexUseFields({ index, title }: { readonly index: IndexAtWork; readonly title: string }) {
  const engine = useEngine();
  const id = useId();
  const request = useEngineState((state) => state.request);
  const addresses = addressesOf(request);
  const { address, classes, photos, weight } = index;
  const place = addresses.indexOf(address);
  const setWeight = (percent: number) =>
    engine.setIndexUse(address, { weight: Math.min(BOUNDS.max, Math.max(BOUNDS.min, percent)) / 100 });
  return (
    <details className="indexes-details">
      <summary>How it counts</summary>
      <div className="indexes-how">
        <label>
          <input
            type="checkbox"
            checked={photos}
            aria-label={`Search ${title} for photos`}
            onChange={(event) => engine.setIndexUse(address, { photos: event.target.checked })}
          />{' '}
          for photos
        </label>
        <label>
          <input
            type="checkbox"
            checked={classes}
            aria-label={`Search ${title} for classes`}
            onChange={(event) => engine.setIndexUse(address, { classes: event.target.checked })}
          />{' '}
          for classes
        </label>
        {addresses.length > 1 && (
          <>
            <span className="indexes-weight">
              <label htmlFor={id}>Weight, in %</label>
              <NumberField
                id={id}
                label={`Weight of ${title}, in %`}
                className="field number"
                value={Math.round(weight * 100)}
                bounds={BOUNDS}
                holds
                problemClassName="library-problem small"
                onStep={(event) => {
                  const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
                  if (sign === undefined) return;
                  event.preventDefault();
                  setWeight(Math.round(weight * 100) + sign * STEP);
                }}
                onChange={setWeight}
              />
            </span>
            <span className="row">
              <Move title={title} up disabled={place === 0} onClick={() => engine.moveIndex(address, -1)} />
              <Move
                title={title}
                up={false}
                disabled={place === addresses.length - 1}
                onClick={() => engine.moveIndex(address, 1)}
              />
            </span>
          </>
        )}
        <Coverage address={address} title={title} />
      </div>
      {addresses.length > 1 && (
        <p className="small muted">
          Similarities are multiplied by the weight before the captions of all indexes are ranked together.
          The first index says from where a caption comes that several hold. It alone is asked in the space of
          a second text encoder and for pairs of pictures and captions (X-MoRe), and what was fitted with it
          tells confident answers.
        </p>
      )}
    </details>
  );
}

interface MoveProps {
  readonly title: string;
  readonly up: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Move({ title, up, disabled, onClick }: MoveProps) {
  const name = `Move ${title} ${up ? 'up' : 'down'}`;
  const Icon = up ? ArrowUp : ArrowDown;
  return <IconButton icon={Icon} label={name} title={name} disabled={disabled} onClick={onClick} />;
}

/** How many of the present classes the index's captions name: looked up when it is asked for. */
function Coverage({ address, title }: { readonly address: string; readonly title: string }) {
  const engine = useEngine();
  const [words, setWords] = useState<string | null>(null);
  const look = async () => {
    setWords('Looking…');
    try {
      const found = await engine.indexCoverage(address);
      const part =
        found.captionsSearched < found.captionsTotal
          ? ` in the first ${counted(found.captionsSearched, 'caption')}`
          : '';
      setWords(`${count(found.named)} of ${counted(found.classes, 'class', 'classes')} are named${part}.`);
    } catch (thrown) {
      setWords(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <span className="indexes-coverage small">
      <button
        type="button"
        className="link"
        aria-label={`Look for my classes in ${title}`}
        onClick={() => void look()}
      >
        Look for my classes
      </button>{' '}
      <span role="status">{words}</span>
    </span>
  );
}
