/**
 * Where a pixel of a picture stands once it is turned as EXIF's orientation says: its place, row by row.
 * @param orientation 1–8 @param width @param height of the picture as it is stored
 */
export function placeOf(
  orientation: number,
  width: number,
  height: number,
): (x: number, y: number) => number {
  const mirrored = (x: number) => width - 1 - x;
  const flipped = (y: number) => height - 1 - y;
  switch (orientation) {
    case 2:
      return (x, y) => y * width + mirrored(x);
    case 3:
      return (x, y) => flipped(y) * width + mirrored(x);
    case 4:
      return (x, y) => flipped(y) * width + x;
    case 5:
      return (x, y) => x * height + y;
    case 6:
      return (x, y) => x * height + flipped(y);
    case 7:
      return (x, y) => mirrored(x) * height + flipped(y);
    case 8:
      return (x, y) => mirrored(x) * height + y;
    default:
      return (x, y) => y * width + x;
  }
}
