import type { IndexInfo, KeptCaption, KeptHits } from '../../../../workers/protocol';
import type { CaptionStore } from './caption-store';

type Manifest = IndexInfo['manifest'];

const identities = new WeakMap<Manifest, string>();

/** Tells one version of an index from any other, beyond this visit: ids of captions mean the same under the same identity. */
export function indexIdentity(manifest: Manifest): string {
  let identity = identities.get(manifest);
  if (identity === undefined) {
    const { id, captions, router, shards } = manifest;
    // Every file's name is its digest; a short one of all of them does beside that of the router.
    const all = shards.reduce((sum, { sha256 }) => mixed(sum, sha256), 0);
    identity = `${id} ${captions} ${router.sha256.slice(0, 16)} ${all.toString(16)}`;
    identities.set(manifest, identity);
  }
  return identity;
}

/** FNV-1a, 32 bits. */
function mixed(sum: number, text: string): number {
  let hash = sum ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Captions that were found on earlier visits, by index: what photos found then need not be searched again. */
export class KeptCaptions {
  readonly #indexes = new Map<string, Map<number, Pick<KeptCaption, 'text' | 'embedding'>>>();

  add(captions: readonly KeptCaption[]): void {
    for (const { index, id, text, embedding } of captions) {
      let ofIndex = this.#indexes.get(index);
      if (ofIndex === undefined) {
        ofIndex = new Map();
        this.#indexes.set(index, ofIndex);
      }
      ofIndex.set(id, { text, embedding });
    }
  }

  /**
   * Puts the captions of hits among those that are found; false, and none of them, where one is not known.
   * @param base what is added to an id to give the caption's number among those that are found
   */
  recall({ index, ids }: Pick<KeptHits, 'index' | 'ids'>, found: CaptionStore, base: number): boolean {
    const ofIndex = this.#indexes.get(index);
    const isKnown = (id: number) => found.has(base + id) || ofIndex?.has(id) === true;
    if (!ids.every(isKnown)) return false;
    for (const id of ids) if (!found.has(base + id)) found.keep(base + id, ofIndex!.get(id)!);
    return true;
  }
}
