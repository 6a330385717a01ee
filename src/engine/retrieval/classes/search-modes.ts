import type { Manifest } from '../../../../index-shards/format';
import { usableSpace } from '../../../../index-shards/format';
import { MOST_NAMED, SEARCH_MODES, type SearchMode } from '../../../../workers/protocol';
import type { SearchModeOffer } from '../../state/types';

/** Which modes of searching captions for classes an index serves; all of them while none is open. */
export function searchModesOf(manifest: Manifest | null): SearchModeOffer[] {
  return SEARCH_MODES.map((mode) => {
    if (manifest === null) return { mode, offered: true, note: null };
    const hasSecond = usableSpace(manifest, 'text') !== undefined;
    if (mode === 'second' && !hasSecond) return { mode, offered: false, note: NO_SECOND };
    const isNamed = mode === 'name' || mode === 'hybrid';
    if (isNamed && manifest.captions > MOST_NAMED)
      return { mode, offered: true, note: partly(manifest.captions) };
    return { mode, offered: true, note: mode === 'hybrid' && !hasSecond ? NO_SECOND_IN_HYBRID : null };
  });
}

/** The mode in which classes are searched where one is asked for: what the index does not serve, meaning stands in for. */
export function servedMode(asked: SearchMode, modes: readonly SearchModeOffer[]): SearchMode {
  return modes.find(({ mode }) => mode === asked)?.offered ? asked : 'meaning';
}

const NO_SECOND =
  'This index has no vectors by a second text encoder. Captions are found by meaning, as the classifier sees it, instead.';
const NO_SECOND_IN_HYBRID =
  'This index has no vectors by a second text encoder. Meaning, as the classifier sees it, is joined with names.';

const partly = (captions: number) =>
  `The words of ${MOST_NAMED.toLocaleString('en')} of this index’s ${captions.toLocaleString('en')} captions are searched: more would not fit into memory.`;
