import type { Picture } from '../../domain.ts';

type Pixels = Omit<Picture, 'content'>;

/** The picture with every pixel moved. @param from the pixel that comes to a place */
export function moved(
  { rgb }: Pick<Pixels, 'rgb'>,
  width: number,
  height: number,
  from: (x: number, y: number) => number,
): Pixels {
  const found = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const place = 3 * from(x, y);
      found.set(rgb.subarray(place, place + 3), 3 * (y * width + x));
    }
  return { rgb: found, width, height };
}

/** The picture after quarter turns to the right. */
export function quarterTurned(picture: Pixels, turns: number): Pixels {
  let found = picture;
  for (let turn = 0; turn < turns; turn++) {
    const { width, height } = found;
    found = moved(found, height, width, (x, y) => (height - 1 - x) * width + y);
  }
  return found;
}
