import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { IconButton } from '../common/components/IconButton';
import { useEngine, usePhoto } from '../engine-context';
import { openSheet, selectPhoto } from '../page-state';
import { useSelectedId, useShownIds } from '../photos/list/hooks';
import { arrangedPhotos } from '../photos/list/page-photos';
import { FileName } from '../photos/tile/FileName';
import { beside } from '../review/next';
import { PhotoWhy } from './PhotoWhy';
import './why.css';

/** Why the instrument thinks what it thinks, for the selected photo. */
export function WhyPanel({ inSheet }: { readonly inSheet: boolean }) {
  const id = useSelectedId();
  const photo = usePhoto(id);
  return (
    <section className="why" id="evidence" aria-label="Evidence" tabIndex={-1}>
      <header className="why-head">
        <h2 className="grow">{photo === undefined ? 'Why' : <FileName path={photo.file} />}</h2>
        <Neighbours id={id} />
        {inSheet && <IconButton icon={X} size={18} quiet label="Close" onClick={() => openSheet(null)} />}
      </header>
      {photo === undefined ? <NoPhoto /> : <PhotoWhy photo={photo} />}
    </section>
  );
}

/** Leads to the photos before and behind this one, in the order in which they are shown. */
function Neighbours({ id }: { readonly id: string | null }) {
  const ids = useShownIds();
  const place = arrangedPhotos(useEngine()).placeOf(id);
  const [before, after] = [beside(ids, place, -1), beside(ids, place, 1)];
  return (
    <>
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
    </>
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
