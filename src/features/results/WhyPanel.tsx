import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEngine, usePhoto } from '../engine-context';
import { openSheet, selectPhoto, usePage } from '../page-state';
import { useShownIds } from '../photos/list/hooks';
import { arrangedPhotos } from '../photos/list/page-photos';
import { selectedId } from '../photos/list/selected';
import { FileName } from '../photos/tile/FileName';
import { beside } from '../review/next';
import { PhotoWhy } from './PhotoWhy';
import './why.css';

/** Why the instrument thinks what it thinks, for the selected photo. */
export function WhyPanel({ inSheet }: { readonly inSheet: boolean }) {
  const engine = useEngine();
  const ids = useShownIds();
  const id = selectedId(
    engine,
    usePage((page) => page.selectedId),
  );
  const photo = usePhoto(id);
  const place = arrangedPhotos(engine).placeOf(id);
  const [before, after] = [beside(ids, place, -1), beside(ids, place, 1)];
  return (
    <section className="why" id="evidence" aria-label="Evidence" tabIndex={-1}>
      <header className="why-head">
        <h2 className="grow">{photo === undefined ? 'Why' : <FileName path={photo.file} />}</h2>
        <button
          type="button"
          className="button"
          data-kind="quiet"
          data-size="icon"
          aria-label="Photo before"
          disabled={before === null}
          onClick={() => selectPhoto(before)}
        >
          <ChevronLeft size={18} aria-hidden />
        </button>
        <button
          type="button"
          className="button"
          data-kind="quiet"
          data-size="icon"
          aria-label="Photo after"
          disabled={after === null}
          onClick={() => selectPhoto(after)}
        >
          <ChevronRight size={18} aria-hidden />
        </button>
        {inSheet && (
          <button
            type="button"
            className="button"
            data-kind="quiet"
            data-size="icon"
            aria-label="Close"
            onClick={() => openSheet(null)}
          >
            <X size={18} aria-hidden />
          </button>
        )}
      </header>
      {photo === undefined ? <NoPhoto /> : <PhotoWhy photo={photo} />}
    </section>
  );
}

function NoPhoto() {
  return (
    <div className="why-empty muted">
      <p>Here a photo’s answer is taken apart:</p>
      <ul>
        <li>its five best classes by looks alone, and how captions move them;</li>
        <li>the captions that were found for the photo, and for the class;</li>
        <li>how near each caption is, and how much it counts.</li>
      </ul>
    </div>
  );
}
