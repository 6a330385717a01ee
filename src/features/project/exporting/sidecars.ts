import { useLeftOut } from '../../photos/attention/left-out';

/** The sidecars that were added beside photos, by path. */
export function sidecarsAtHand(): ReadonlyMap<string, Blob> {
  const { leftOut } = useLeftOut.getState();
  return new Map(
    leftOut.flatMap(({ path, file }) =>
      file !== null && /\.xmp$/i.test(path) ? [[path, file] as const] : [],
    ),
  );
}
