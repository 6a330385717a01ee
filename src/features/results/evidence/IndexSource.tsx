import { indexesAtWork } from '../../../engine';
import { hostName } from '../../common/text/hosts';
import { useEngineState } from '../../engine-context';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Where the captions shown come from: an index's title is its maker's word, its host is where it really lies. */
export function IndexSource() {
  const request = useEngineState((state) => state.request);
  const index = useEngineState((state) => state.index);
  const furtherIndexes = useEngineState((state) => state.furtherIndexes);
  const sources = indexesAtWork({ request, index, furtherIndexes })
    .filter(({ classes, photos }) => classes || photos)
    .flatMap(({ state: { info } }) =>
      info === null ? [] : [`${info.manifest.title} (${hostName(info.manifestUrl)})`],
    );
  if (sources.length === 0) return null;
  return <p className="why-block small muted">Captions from {list.format(sources)}</p>;
}
