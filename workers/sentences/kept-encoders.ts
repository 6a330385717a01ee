import { kindOf, modelsAmong } from '../encoder/checkpoint/kept-models';
import type { DeviceSource } from '../protocol';
import type { FileStore } from '../storage';

/**
 * Text encoders that the user opened from this device, those first whose folder is called as the wanted one's id ends: a
 * folder may have any name, and the fingerprint tells whether it is the right one.
 * @param files where models are kept
 * @param id of the encoder that is wanted, `owner/name`
 */
export async function keptEncoders(files: FileStore, id: string): Promise<DeviceSource[]> {
  const names = await files.names();
  const wanted = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  const isNamed = (source: DeviceSource) => source.id.toLowerCase() === wanted;
  return modelsAmong(new Map([...names].map((name) => [name, null])))
    .flatMap(({ source, files: its }) =>
      source?.layout === 'device' && kindOf(its) === 'text encoder' ? [source] : [],
    )
    .toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
}
