import { useObjectUrl } from '../../common/useObjectUrl';
import { usePhoto } from '../../engine-context';
import { selectPhoto } from '../../page-state';

/** Photos that are shown at once. */
const SHOWN = 60;

interface PhotoStripProps {
  readonly words: string;
  readonly ids: readonly string[];
}

/** Photos side by side, each of which can be selected. */
export function PhotoStrip({ words, ids }: PhotoStripProps) {
  return (
    <div className="photo-strip">
      <p className="small" role="status">
        {words}
        {ids.length > SHOWN && `; the first ${SHOWN} are shown`}
      </p>
      <ul aria-label={words}>
        {ids.slice(0, SHOWN).map((id) => (
          <Thumbnail key={id} id={id} />
        ))}
      </ul>
    </div>
  );
}

function Thumbnail({ id }: { readonly id: string }) {
  const photo = usePhoto(id);
  const url = useObjectUrl(photo?.thumbnail ?? null);
  if (photo === undefined) return null;
  return (
    <li>
      <button
        type="button"
        aria-label={`Show ${photo.file}`}
        title={photo.file}
        onClick={() => selectPhoto(id)}
      >
        {url === null ? <span className="small">{photo.file}</span> : <img src={url} alt="" />}
      </button>
    </li>
  );
}
