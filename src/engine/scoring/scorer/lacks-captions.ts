import { type ClassInput, type Method, type ParameterValues, type PhotoInput, reads } from '../../../../core';

/**
 * Whether an answer was computed without captions that its method would read: of the photo, or of any class. Such an
 * answer may be quite another than the one with them, while looking as sure.
 */
export function lacksCaptions(
  method: Method,
  values: ParameterValues,
  classes: readonly ClassInput[],
  photo: PhotoInput,
): boolean {
  const lacks = ({ captions }: PhotoInput['atoms']) => captions.length === 0;
  if (reads(method, 'captions of photo', values) && lacks(photo.atoms)) return true;
  return (
    reads(method, 'captions of class', values) &&
    classes.length > 0 &&
    classes.every(({ atoms }) => lacks(atoms))
  );
}
