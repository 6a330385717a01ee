import { useMemo } from 'react';
import { classOfLabel } from '../../../../workers/protocol';
import { setting } from '../../common/text/formats';
import { useObjectUrl } from '../../common/useObjectUrl';
import { useEngine, usePhoto } from '../../engine-context';
import { selectPhoto } from '../../page-state';

/** Photos shown at most. */
const SHOWN = 12;

interface PhotoListProps {
  readonly photos: readonly { readonly id: string; readonly weight: number }[];
  /** What the weights say. */
  readonly title: string;
}

/** Photos that took part in an answer, the heaviest first; each leads to its own evidence. */
export function PhotoList({ photos, title }: PhotoListProps) {
  const engine = useEngine();
  const shown = useMemo(
    () => [...photos].sort((a, b) => b.weight - a.weight).slice(0, SHOWN),
    [photos],
  ).filter(({ id }) => engine.photo(id) !== undefined);
  if (shown.length === 0) return <p className="muted">None.</p>;
  return (
    <ul className="why-photos" aria-label={title} title={title}>
      {shown.map(({ id, weight }) => (
        <ListedPhoto key={id} id={id} weight={weight} />
      ))}
    </ul>
  );
}

function ListedPhoto({ id, weight }: { readonly id: string; readonly weight: number }) {
  const photo = usePhoto(id);
  const url = useObjectUrl(photo?.thumbnail ?? null);
  if (photo === undefined) return null;
  return (
    <li>
      <button type="button" className="why-photo" onClick={() => selectPhoto(id)}>
        {photo.thumbnail !== null && <img src={url} alt="" />}
        <span className="why-photo-name small">{classOfLabel(photo.label) ?? photo.file}</span>
        <span className="small muted number">{setting(weight)}</span>
      </button>
    </li>
  );
}
