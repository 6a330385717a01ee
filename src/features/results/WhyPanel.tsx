import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { IconButton } from '../common/components/IconButton';
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
        <IconButton
          icon={ChevronLeft}
          size={18}
          quiet
          label="Photo before"
          disabled={before === null}
          onClick={() => selectPhoto(before)}
        />
        <IconButton
          icon={ChevronRight}
          size={18}
          quiet
          label="Photo after"
          disabled={after === null}
          onClick={() => selectPhoto(after)}
        />
        {inSheet && <IconButton icon={X} size={18} quiet label="Close" onClick={() => openSheet(null)} />}
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
