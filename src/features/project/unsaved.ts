import { type Label, saysSame } from '../../../workers/protocol';
import type { Engine, Request } from '../../engine';

/** A part of the engine, so that a test can give plain values. */
export type UnsavedSource = {
  getState(): { readonly photoIds: readonly string[]; readonly request: Request };
  photo(id: string): Pick<NonNullable<ReturnType<Engine['photo']>>, 'status' | 'label' | 'note'> | undefined;
};

/** What people said of a photo. */
type Said = { readonly label: Label | null; readonly note: string };

/** What an export holds. */
export interface Exported {
  /** What all results depend on. */
  readonly request: string;
  /** By the ids of photos with a result, a label or a note, what people said of them. */
  readonly said: ReadonlyMap<string, Said>;
}

/** What an export that is written now will hold. */
export function exportedNow(source: UnsavedSource): Exported {
  const { photoIds, request } = source.getState();
  const said = new Map<string, Said>();
  for (const id of photoIds) {
    const photo = source.photo(id);
    if (photo !== undefined && holdsWork(photo)) said.set(id, { label: photo.label, note: photo.note });
  }
  return { request: keyOf(request), said };
}

/** Whether leaving the page would lose labels, notes or results that no export holds. */
export function isUnsaved(source: UnsavedSource, exported: Exported | null): boolean {
  const { photoIds, request } = source.getState();
  const isOther = exported === null || exported.request !== keyOf(request);
  return photoIds.some((id) => {
    const photo = source.photo(id);
    if (photo === undefined || !holdsWork(photo)) return false;
    const said = exported?.said.get(id);
    return isOther || said === undefined || said.note !== photo.note || !saysSame(said.label, photo.label);
  });
}

type Work = NonNullable<ReturnType<UnsavedSource['photo']>>;

const holdsWork = ({ status, label, note }: Work) => status === 'done' || label !== null || note !== '';

/** Memory and cache settings change no result. */
function keyOf({ indexMemory: _, ...request }: Request): string {
  return JSON.stringify(request);
}
