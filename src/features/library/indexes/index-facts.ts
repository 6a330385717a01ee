import { bytes, count, counted, percent } from '../../common/text/formats';
import { hostName } from '../../common/text/hosts';
import { modelTitle } from '../addresses';
import type { ListedIndex } from './listed';

/**
 * What is known of an index, in short: captions, size, where it is from, terms, recall, and whether it is here whole.
 * @param base the page's address
 */
export function factsOf({ address, kept, kind, open, own }: ListedIndex, base = document.baseURI): string[] {
  const info = open?.state.info;
  if (info) {
    const { captions, model, provenance, recall } = info.manifest;
    const isWhole = info.captionsPresent === captions;
    return [
      isWhole
        ? counted(captions, 'caption')
        : `${count(info.captionsPresent)} of ${counted(captions, 'caption')}`,
      bytes(info.bytesTotal),
      kind === 'own' ? 'made here' : `from ${hostName(address, base)}`,
      provenance.source,
      `licence: ${provenance.licence}`,
      modelTitle(model.id),
      ...(recall === null ? [] : [`recall@10 ${percent(recall.value)}`]),
      isWhole && info.storage === 'device' ? 'ready offline' : isWhole ? 'in memory only' : 'not complete',
    ];
  }
  if (own !== null)
    return [
      counted(own.captions, 'caption'),
      bytes(own.bytes),
      'made here',
      own.about.source,
      `licence: ${own.about.licence}`,
      modelTitle(own.model.id),
    ];
  return [
    ...(kept?.bytes == null ? [] : [bytes(kept.bytes)]),
    kind === 'shipped' ? 'ships with the app' : `from ${kept?.host ?? hostName(address, base)}`,
    ...(kept === null ? [] : ['kept in this browser']),
  ];
}
