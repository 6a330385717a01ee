import { type CSSProperties, type RefObject, useEffect, useState } from 'react';

/**
 * Where a picture lies in the element around it, zoomed and moved as it is: what is drawn over it lies there too. Null until
 * it was laid out.
 */
export function usePlaceOf(image: RefObject<HTMLImageElement | null>): CSSProperties | null {
  const [place, setPlace] = useState<CSSProperties | null>(null);
  useEffect(() => {
    const element = image.current;
    if (element === null) return;
    const look = () => {
      const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height, style } = element;
      const { transform, transition, transformOrigin } = style;
      setPlace(
        width === 0 || height === 0
          ? null
          : {
              left,
              top,
              width,
              height,
              right: 'auto',
              bottom: 'auto',
              transform,
              transition,
              transformOrigin,
            },
      );
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    if (element.parentElement !== null) sizes.observe(element.parentElement);
    element.addEventListener('panzoomchange', look);
    element.addEventListener('load', look);
    return () => {
      sizes.disconnect();
      element.removeEventListener('panzoomchange', look);
      element.removeEventListener('load', look);
    };
  }, [image]);
  return place;
}
