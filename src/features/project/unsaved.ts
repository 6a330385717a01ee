import type { Engine, Request } from '../../engine';

/** A part of the engine, so that a test can give plain values. */
export type UnsavedSource = {
  getState(): { readonly photoIds: readonly string[]; readonly request: Request };
  photo(id: string): Pick<NonNullable<ReturnType<Engine['photo']>>, 'status' | 'accepted'> | undefined;
};

/** What an export holds. */
export interface Exported {
  /** What all results depend on. */
  readonly request: string;
  /** By the ids of photos with a result or a label, the label. */
  readonly labels: ReadonlyMap<string, string | null>;
}

/** What an export that is written now will hold. */
export function exportedNow(source: UnsavedSource): Exported {
  const { photoIds, request } = source.getState();
  const labels = new Map<string, string | null>();
  for (const id of photoIds) {
    const photo = source.photo(id);
    if (photo !== undefined && holdsWork(photo)) labels.set(id, photo.accepted);
  }
  return { request: keyOf(request), labels };
}

/** Whether leaving the page would lose labels, or results, that no export holds. */
export function isUnsaved(source: UnsavedSource, exported: Exported | null): boolean {
  const { photoIds, request } = source.getState();
  const isOther = exported === null || exported.request !== keyOf(request);
  return photoIds.some((id) => {
    const photo = source.photo(id);
    if (photo === undefined || !holdsWork(photo)) return false;
    return isOther || exported.labels.get(id) !== photo.accepted;
  });
}

type Work = NonNullable<ReturnType<UnsavedSource['photo']>>;

const holdsWork = ({ status, accepted }: Work) => status === 'done' || accepted !== null;

/** Memory and cache settings change no result. */
function keyOf({ indexMemory: _, ...request }: Request): string {
  return JSON.stringify(request);
}
