import { useShallow } from 'zustand/react/shallow';
import { captionFilesOf, type Manifest } from '../../../../index-shards/format';
import type { IndexInfo } from '../../../../workers/protocol';
import { type EngineState, indexesAtWork } from '../../../engine';
import { hostName } from '../../common/text/hosts';
import { useEngineState } from '../../engine-context';
import { filesByName } from '../../library/own/files-by-name';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Where the captions shown come from: an index's title is its maker's word, its host is where it really lies. */
export function IndexSource() {
  const infos = useEngineState(useShallow(infosInUse));
  if (infos.length === 0) return null;
  const sources = infos.map(({ manifest, manifestUrl }) => `${manifest.title} (${hostName(manifestUrl)})`);
  return (
    <div className="why-block small muted">
      Captions from {list.format(sources)}
      <details>
        <summary>Sources and licences</summary>
        <ul className="terms" aria-label="Sources and licences">
          {infos.flatMap(({ manifest, manifestUrl }) =>
            termsOf(manifest).map((words) => <li key={`${manifestUrl} ${words}`}>{words}</li>),
          )}
        </ul>
      </details>
    </div>
  );
}

/** What is known of each open index whose captions count. */
const infosInUse = (state: EngineState): IndexInfo[] =>
  indexesAtWork(state)
    .filter(({ classes, photos }) => classes || photos)
    .flatMap(({ state: { info } }) => info ?? []);

/** Source and licence of each file of an index, or of all of it. */
function termsOf(manifest: Manifest): string[] {
  const { title } = manifest;
  const files = filesByName(captionFilesOf(manifest));
  const [only] = files;
  if (files.length === 1) return [`${title}: ${only!.source}, licence ${only!.licence}`];
  return files.map(({ licence, name, source }) => `${title}, ${name}: ${source}, licence ${licence}`);
}
