import Panzoom, { type PanzoomObject } from '@panzoom/panzoom';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Photo } from '../../../engine';
import { useObjectUrl } from '../../common/useObjectUrl';
import { useEngine } from '../../engine-context';
import { Boxes } from '../../photos/boxes/Boxes';
import { shown, zoomAll } from './large-keys';
import { usePlaceOf } from './place-of';
import { Tool } from './Tool';

/** How many times its fitted size a picture may be shown at least, whatever its pixels. */
const LEAST_REACH = 8;

/** A picture itself: wheel, pinch and keys zoom, dragging moves it. The tools of one zoom both of a pair, as the keys do. */
export function Stage({ photo, hasTools }: { readonly photo: Photo; readonly hasTools: boolean }) {
  const engine = useEngine();
  const [file, setFile] = useState<Blob | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const image = useRef<HTMLImageElement>(null);
  const panzoom = useRef<PanzoomObject | null>(null);
  const [scale, setScale] = useState(1);
  const place = usePlaceOf(image);
  useEffect(() => {
    let isGone = false;
    engine.openPhoto(photo.id).then(
      (found) => !isGone && setFile(found),
      (thrown: Error) => !isGone && setProblem(thrown.message),
    );
    return () => {
      isGone = true;
    };
  }, [engine, photo.id]);
  // What the browser cannot draw itself, or is not kept, is shown as small as the light table has it.
  const isSmall = problem !== null || file === null;
  const url = useObjectUrl(isSmall ? photo.thumbnail : file);

  useEffect(() => {
    const element = image.current;
    const around = element?.parentElement;
    if (element == null || around == null) return;
    const made = Panzoom(element, {
      minScale: 1,
      maxScale: LEAST_REACH,
      step: 0.4,
      panOnlyWhenZoomed: true,
      cursor: 'default',
    });
    const onWheel = (event: WheelEvent) => made.zoomWithWheel(event, { maxScale: reachOf(element) });
    const onZoom = () => setScale(made.getScale());
    around.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('panzoomchange', onZoom);
    panzoom.current = made;
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const to = (wanted: number) =>
      made.zoom(Math.max(1, Math.min(wanted, reachOf(element))), { animate, maxScale: reachOf(element) });
    const zoom = {
      by: (direction: 1 | -1) => void to(made.getScale() * (direction === 1 ? 1.5 : 1 / 1.5)),
      fit: () => void made.reset({ animate }),
      full: () => void to(fullScale(element)),
    };
    shown.add(zoom);
    return () => {
      shown.delete(zoom);
      around.removeEventListener('wheel', onWheel);
      element.removeEventListener('panzoomchange', onZoom);
      made.destroy();
    };
  }, []);

  const isFull = image.current !== null && Math.abs(scale - fullScale(image.current)) < 0.01;
  return (
    <div className="large-stage">
      <div className="large-around">
        <img
          ref={image}
          className="large-image"
          src={url}
          alt={photo.file}
          draggable={false}
          onError={() => file !== null && setProblem('This browser shows such files small only.')}
        />
        {place !== null && <Boxes photo={photo} style={place} />}
      </div>
      {problem !== null && <p className="large-problem small">{problem}</p>}
      {hasTools && (
        <div className="large-tools">
          <Tool name="Zoom out" keys="−" onPress={() => zoomAll((zoom) => zoom.by(-1))} disabled={scale <= 1}>
            <ZoomOut size={18} aria-hidden />
          </Tool>
          <Tool
            name="Whole photo"
            keys="0"
            onPress={() => zoomAll((zoom) => zoom.fit())}
            pressed={scale === 1}
          >
            <Maximize size={18} aria-hidden />
          </Tool>
          <Tool
            name="100 %"
            keys="Z: a pixel of the photo for each of the screen"
            onPress={() => zoomAll((zoom) => zoom.full())}
            pressed={isFull}
          >
            <span className="small">100 %</span>
          </Tool>
          <Tool name="Zoom in" keys="+" onPress={() => zoomAll((zoom) => zoom.by(1))}>
            <ZoomIn size={18} aria-hidden />
          </Tool>
        </div>
      )}
    </div>
  );
}

/** How much the fitted picture must be enlarged for one of its pixels on each of the screen's. */
const fullScale = (image: HTMLImageElement): number =>
  Math.max(1, image.naturalWidth / Math.max(1, image.clientWidth) / devicePixelRatio);

const reachOf = (image: HTMLImageElement): number => Math.max(LEAST_REACH, 4 * fullScale(image));
