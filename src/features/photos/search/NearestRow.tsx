import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId } from 'react';
import type { PhotoQuery } from '../../../engine';
import { count, counted } from '../../common/text/formats';
import { useObjectUrl } from '../../common/useObjectUrl';
import { useEngine, useEngineState, usePhoto } from '../../engine-context';
import { usePage } from '../../page-state';
import { useFoundCount } from '../list/hooks';
import { cutAt, STEPS, stepOf } from './cut';
import { endSearch, seek } from './seek';
import './search.css';

/** What photos are sought by, how many of the nearest are shown, and how to end it; nothing while nothing is sought. */
export function NearestRow() {
  const query = useEngineState((state) => state.search.query);
  return query === null ? null : <Sought query={query} />;
}

function Sought({ query }: { readonly query: PhotoQuery }) {
  const engine = useEngine();
  const isReady = useEngineState((state) => state.search.status === 'ready');
  // biome-ignore lint/correctness/useExhaustiveDependencies: something else is sought, and its nearest lie at the top.
  useEffect(() => {
    if (isReady) document.querySelector('.light-table-scroll')?.scrollTo({ top: 0 });
  }, [isReady, query.words, query.photo]);
  return (
    <section className="nearest" aria-label="Search by what photos show">
      <span className="small muted">Nearest to</span>
      {query.words !== null && (
        <Chip name="words" onRemove={() => seek(engine, { words: null })}>
          “{query.words}”
        </Chip>
      )}
      {query.photo !== null && <PhotoChip id={query.photo} />}
      {query.words !== null && query.photo !== null && <Mix share={query.share} />}
      <Cut />
      <button type="button" className="link small" onClick={() => endSearch(engine)}>
        End search
      </button>
      <Told />
    </section>
  );
}

function PhotoChip({ id }: { readonly id: string }) {
  const engine = useEngine();
  const photo = usePhoto(id);
  const url = useObjectUrl(photo?.thumbnail ?? null);
  return (
    <Chip name="photo" onRemove={() => seek(engine, { photo: null })}>
      {url !== undefined && <img src={url} alt="" />}
      {photo?.file ?? 'a photo that was removed'}
    </Chip>
  );
}

interface ChipProps {
  readonly name: string;
  readonly children: ReactNode;
  onRemove(): void;
}

function Chip({ name, children, onRemove }: ChipProps) {
  return (
    <span className="nearest-chip">
      <span className="nearest-words">{children}</span>
      <button
        type="button"
        className="nearest-remove"
        aria-label={`Search without the ${name}`}
        onClick={onRemove}
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}

/** How much the words count beside the photo. */
function Mix({ share }: { readonly share: number }) {
  const engine = useEngine();
  const percent = Math.round(share * 100);
  return (
    <label className="nearest-slider small muted">
      photo
      <input
        type="range"
        min={0}
        max={100}
        value={percent}
        aria-label="Photo or words"
        aria-valuetext={`${100 - percent} % photo, ${percent} % words`}
        onChange={({ target }) => seek(engine, { share: Number(target.value) / 100 })}
      />
      words
    </label>
  );
}

/** How many of the ranking are shown: no similarity would be right for every search, so that the user says it. */
function Cut() {
  const found = useFoundCount();
  const nearest = usePage((page) => page.nearest);
  const id = useId();
  const shown = Math.min(nearest, found);
  const at = stepOf(shown, found);
  return (
    <span className="nearest-slider small muted">
      <label className="number" htmlFor={id}>
        the first {count(shown)} of {count(found)}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={STEPS}
        value={at}
        aria-label="How many of the nearest"
        aria-valuetext={counted(shown, 'photo')}
        disabled={found < 2}
        onChange={({ target }) => usePage.setState({ nearest: cutAt(Number(target.value), found) })}
      />
    </span>
  );
}

/** What is said aloud, and shown where there is no ranking yet. */
function Told() {
  const status = useEngineState((state) => state.search.status);
  const model = useEngineState((state) => state.model.status);
  const found = useFoundCount();
  const words =
    status === 'gone'
      ? 'That photo is not there any more, or was not classified.'
      : status === 'waiting'
        ? model === 'ready'
          ? 'Being compared…'
          : 'Waits for the model.'
        : '';
  return (
    <>
      {words !== '' && <span className="small muted">{words}</span>}
      <span className="visually-hidden" role="status" aria-label="Photos found">
        {status === 'ready' ? `${counted(found, 'photo')} ranked, the nearest first` : words}
      </span>
    </>
  );
}
