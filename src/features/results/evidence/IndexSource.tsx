import { hostName } from '../../common/text/hosts';
import { useEngineState } from '../../engine-context';

/** Where the captions shown come from: the index's title is its maker's word, its host is where it really lies. */
export function IndexSource() {
  const info = useEngineState((state) => state.index.info);
  if (info === null) return null;
  return (
    <p className="why-block small muted">
      Captions from {info.manifest.title} ({hostName(info.manifestUrl)})
    </p>
  );
}
