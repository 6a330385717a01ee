import type { Manifest } from '../../../index-shards/format';
import { spaceOf } from '../../../index-shards/format';
import { MOST_NAMED, RETRIEVAL_WAYS, type RetrievalWay } from '../../../workers/protocol';
import type { WayOffer } from '../state/types';

/** Which ways of searching captions for classes an index serves; all of them while none is open. */
export function waysOf(manifest: Manifest | null): WayOffer[] {
  return RETRIEVAL_WAYS.map((way) => {
    if (manifest === null) return { way, offered: true, note: null };
    const hasSecond = spaceOf(manifest, 'text') !== undefined;
    if (way === 'second' && !hasSecond) return { way, offered: false, note: NO_SECOND };
    const isNamed = way === 'name' || way === 'hybrid';
    if (isNamed && manifest.captions > MOST_NAMED)
      return { way, offered: true, note: partly(manifest.captions) };
    return { way, offered: true, note: way === 'hybrid' && !hasSecond ? NO_SECOND_IN_HYBRID : null };
  });
}

/** The way in which classes are searched where one is asked for: what the index does not serve, meaning stands in for. */
export function servedWay(asked: RetrievalWay, ways: readonly WayOffer[]): RetrievalWay {
  return ways.find(({ way }) => way === asked)?.offered ? asked : 'meaning';
}

const NO_SECOND =
  'This index has no vectors by a second text encoder. Captions are found by meaning, as the classifier sees it, instead.';
const NO_SECOND_IN_HYBRID =
  'This index has no vectors by a second text encoder. Meaning, as the classifier sees it, is joined with names.';

const partly = (captions: number) =>
  `The words of ${MOST_NAMED.toLocaleString('en')} of this index’s ${captions.toLocaleString('en')} captions are searched: more would not fit into memory.`;
