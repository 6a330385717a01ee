import { ChevronLeft, ChevronRight, Columns2, X } from 'lucide-react';
import type { Photo } from '../../../engine';
import { percent } from '../../common/text/formats';
import { useEngine, usePhoto } from '../../engine-context';
import { usePage } from '../../page-state';
import { BoxChoice } from '../../photos/boxes/BoxChoice';
import { boxAnswers } from '../../photos/boxes/box-answers';
import { useChosenPart } from '../../photos/boxes/chosen-box';
import { wordsOf } from '../../photos/filter/label-words';
import { useShownIds, useSummary } from '../../photos/list/hooks';
import { FileName } from '../../photos/tile/FileName';
import { useFresh } from '../../results/useFresh';
import { goBeside } from '../go';
import { Labelling } from '../Labelling';
import { toggleBeside } from './beside';
import { Stage } from './Stage';
import { Tool } from './Tool';

interface LargePictureProps {
  readonly photo: Photo;
  onClose(): void;
}

/** A photo to look at closely, alone or beside another, with what it is said to be below it. */
export default function LargePicture({ photo, onClose }: LargePictureProps) {
  const engine = useEngine();
  const ids = useShownIds();
  const summary = useSummary(photo.id);
  const part = useChosenPart(photo);
  const { value: answers } = useFresh((engine) => boxAnswers(engine, photo), photo);
  const seen = part === photo ? summary : (answers?.find((its) => its.part.id === part.id)?.summary ?? null);
  const besideId = usePage((page) => page.besideId);
  const other = usePhoto(besideId);
  const isPair = other !== undefined && other.id !== photo.id;
  const place = ids.indexOf(photo.id) + 1;
  return (
    <>
      <header className="large-head">
        <h2 className="grow">
          <FileName path={photo.file} />
        </h2>
        {place > 0 && (
          <span className="small muted number">
            {place} of {ids.length}
          </span>
        )}
        <Tool name="Photo before" keys="←" onPress={() => goBeside(engine, -1)}>
          <ChevronLeft size={18} aria-hidden />
        </Tool>
        <Tool name="Photo after" keys="→" onPress={() => goBeside(engine, 1)}>
          <ChevronRight size={18} aria-hidden />
        </Tool>
        <Tool
          name="Compare"
          keys="P: keep this photo beside those that follow"
          pressed={other !== undefined}
          onPress={() => toggleBeside(engine)}
        >
          <Columns2 size={18} aria-hidden />
        </Tool>
        <Tool name="Close large photo" keys="Esc" onPress={onClose}>
          <X size={18} aria-hidden />
        </Tool>
      </header>
      <div className="large-stages">
        {isPair && <Kept key={other.id} photo={other} />}
        <Stage key={photo.id} photo={photo} hasTools />
      </div>
      <footer className="large-foot">
        <BoxChoice photo={photo} />
        <p className="large-answer">
          <strong>{seen?.answer ?? 'No answer yet'}</strong>
          {seen !== null && <span className="small muted"> margin {percent(seen.margin)}</span>}
        </p>
        <Labelling photo={photo} />
      </footer>
    </>
  );
}

/** The photo that stays, with what it is said to be. */
function Kept({ photo }: { readonly photo: Photo }) {
  const summary = useSummary(photo.id);
  const label = photo.label === null ? null : wordsOf(photo.label);
  return (
    <figure className="large-kept" aria-label={`${photo.file}, to compare with`}>
      <figcaption className="large-kept-words small">
        <strong>{label ?? summary?.answer ?? 'No answer yet'}</strong>
        {label !== null && <span className="muted"> labelled</span>} <FileName path={photo.file} />
      </figcaption>
      <Stage photo={photo} hasTools={false} />
    </figure>
  );
}
