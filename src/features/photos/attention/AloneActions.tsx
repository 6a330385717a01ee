import { Copy, ImagePlus, RotateCw, Trash2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { type Alone, usePage } from '../../page-state';
import { addFiles } from '../intake/adding';
import { asChosen } from '../intake/files';
import { useShownIds } from '../list/hooks';
import { removePhotos } from '../remove';
import { copyNames } from './copy-names';
import { forget, removeLeftOut, useLeftOut } from './left-out';

/** What can be done with all that is shown alone. */
export function AloneActions({ alone }: { readonly alone: Alone }) {
  return alone === 'left out' ? <OfLeftOut /> : <OfPhotos alone={alone} />;
}

function OfPhotos({ alone }: { readonly alone: Exclude<Alone, 'left out'> }) {
  const engine = useEngine();
  const ids = useShownIds();
  const isEmpty = ids.length === 0;
  const names = () => ids.flatMap((id) => engine.photo(id)?.file ?? []);
  return (
    <div className="attention-actions">
      {alone !== 'incomplete' && (
        <button type="button" className="button" disabled={isEmpty} onClick={() => engine.retryPhotos(ids)}>
          <RotateCw size={14} aria-hidden /> Try again
        </button>
      )}
      <button type="button" className="button" disabled={isEmpty} onClick={() => removePhotos(engine, ids)}>
        <Trash2 size={14} aria-hidden /> Remove
      </button>
      <CopyNames names={names} disabled={isEmpty} />
      <ShowAll />
    </div>
  );
}

function OfLeftOut() {
  const engine = useEngine();
  const leftOut = useLeftOut((state) => state.leftOut);
  const files = leftOut.flatMap(({ file }) => file ?? []);
  const add = () => {
    forget(leftOut.filter(({ file }) => file !== null));
    usePage.setState({ alone: null });
    void addFiles(engine, 'Adding photos', asChosen(files), files.length);
  };
  return (
    <div className="attention-actions">
      <button type="button" className="button" disabled={files.length === 0} onClick={add}>
        <ImagePlus size={14} aria-hidden /> Add as photos
      </button>
      <button
        type="button"
        className="button"
        disabled={leftOut.length === 0}
        onClick={() => removeLeftOut(leftOut)}
      >
        <Trash2 size={14} aria-hidden /> Remove
      </button>
      <CopyNames names={() => leftOut.map(({ path }) => path)} disabled={leftOut.length === 0} />
      <ShowAll />
    </div>
  );
}

interface CopyNamesProps {
  /** In the order shown. */
  readonly names: () => readonly string[];
  readonly disabled: boolean;
}

function CopyNames({ names, disabled }: CopyNamesProps) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    const copied = names();
    copyNames(copied).then(
      () => setSaid(`${counted(copied.length, 'name')} copied`),
      (thrown: Error) => setSaid(thrown.message),
    );
  };
  return (
    <>
      <button type="button" className="button" disabled={disabled} onClick={copy}>
        <Copy size={14} aria-hidden /> Copy names
      </button>
      {said !== '' && <span className="muted small">{said}</span>}
    </>
  );
}

function ShowAll() {
  return (
    <button
      type="button"
      className="button"
      data-kind="quiet"
      onClick={() => usePage.setState({ alone: null })}
    >
      <X size={14} aria-hidden /> Show all
    </button>
  );
}
