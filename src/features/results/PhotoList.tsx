import { useMemo } from 'react';
import { setting } from '../common/formats';
import { useEngineState } from '../engine-context';
import { selectPhoto } from '../page-state';

/** Photos shown at most. */
const SHOWN = 12;

interface PhotoListProps {
  readonly photos: readonly { readonly id: string; readonly weight: number }[];
  /** What the weights say. */
  readonly title: string;
}

/** Photos that took part in an answer, the heaviest first; each leads to its own evidence. */
export function PhotoList({ photos, title }: PhotoListProps) {
  const all = useEngineState((state) => state.photos);
  const shown = useMemo(() => {
    const byId = new Map(all.map((photo) => [photo.id, photo]));
    return [...photos]
      .sort((a, b) => b.weight - a.weight)
      .slice(0, SHOWN)
      .flatMap(({ id, weight }) => {
        const photo = byId.get(id);
        return photo === undefined ? [] : [{ photo, weight }];
      });
  }, [all, photos]);
  if (shown.length === 0) return <p className="muted">None.</p>;
  return (
    <ul className="why-photos" aria-label={title} title={title}>
      {shown.map(({ photo, weight }) => (
        <li key={photo.id}>
          <button type="button" className="why-photo" onClick={() => selectPhoto(photo.id)}>
            {photo.thumbnail !== null && <img src={photo.thumbnail} alt="" />}
            <span className="why-photo-name small">{photo.accepted ?? photo.file}</span>
            <span className="small muted number">{setting(weight)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
