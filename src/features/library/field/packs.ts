import type { UnpackedField } from '../../../../workers/protocol';
import { addressesOf, type Engine } from '../../../engine';
import { fileName, offer } from '../../project/download';
import { packField, unpackField } from '../../storage/stored-things';
import { remember } from '../../undo/undo';

/** Which build of the app this is: its script is named by what is in it. */
export function shellOf(page: Pick<Document, 'querySelector'> = document): string {
  const script = page.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
  return script.slice(script.lastIndexOf('/') + 1);
}

/** Offers a field pack of the model, the indexes, the classes and the settings. @throws FernglassError */
export async function exportFieldPack(engine: Engine): Promise<string> {
  const { request } = engine.getState();
  const pack = await packField({
    shell: shellOf(),
    base: document.baseURI,
    model: request.model,
    indexes: addressesOf(request),
    request: engine.requestToKeep(),
    prepared: engine.field.prepared(),
  });
  const name = fileName('zip', new Date(), 'field-pack');
  offer(pack, name);
  return `Field pack written: ${name}.`;
}

/**
 * Takes a field pack in: its files first, then its classes and settings, which Undo takes back.
 * @returns what is to be said of it
 * @throws FernglassError `pack-unreadable`, `storage-full`; nothing has changed then
 */
export async function importFieldPack(
  engine: Engine,
  pack: File,
  onProgress: (progress: { readonly loaded: number; readonly total: number }) => void,
): Promise<string> {
  const unpacked = await unpackField(pack, onProgress);
  const before = engine.requestToKeep();
  const take = () => takeUp(engine, unpacked);
  take();
  remember({
    words: `The classes and settings of ${pack.name} took the place of those before`,
    bytes: 0,
    undo: () => engine.restoreRequest(before),
    redo: take,
  });
  await engine.storageChanged();
  return packWords(unpacked, shellOf());
}

function takeUp(engine: Engine, { prepared, request }: UnpackedField): void {
  engine.field.take(prepared);
  engine.restoreRequest(request);
  const state = engine.getState();
  // What was open is looked at again: files of it may have come.
  for (const address of addressesOf(state.request)) engine.retryIndex(address);
  if (state.model.status === 'failed') engine.retryModel();
}

/** Says when a pack was written, and whether another build of the app wrote it. */
export function packWords({ at, shell }: Pick<UnpackedField, 'at' | 'shell'>, here: string): string {
  const written = new Date(at).toLocaleDateString('en', { dateStyle: 'medium' });
  const other =
    shell === here
      ? ''
      : ' Another version of Fernglass wrote it: try its answers with “Prepare for the field”.';
  return `Field pack of ${written} taken in.${other}`;
}
