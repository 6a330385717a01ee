import type { Embeddings } from '../../../core';
import { row, stack } from '../../../core';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import type { Knowledge } from '../../domain.ts';
import { domainList } from '../pictures/class-lists.ts';
import type { LabelledPicture } from '../pictures/pictures.ts';
import { atomsOf } from '../ranking/classify.ts';
import { depthOf, picturesOf } from '../ranking/evaluate.ts';
import { classAtoms, type EmbedTexts, rankingsOf } from '../ranking/judge.ts';
import { chosenDefaults, methodsWith } from '../ranking/methods.ts';

/** The methods whose best classes are compared. */
export const COMPARED = ['zero-shot', 'core'] as const;
type Compared = (typeof COMPARED)[number];

/** Where towers run: Node, or a browser on one of its back ends. */
export interface Towers {
  readonly embedTexts: EmbedTexts;
  /** Pictures as paths, `[paths.length, d]`, normalised. */
  embedPhotos(paths: readonly string[]): Promise<Embeddings>;
}

/** The best class of each picture within its domain, from these towers' embeddings of pictures and prompts. */
export async function bestClasses(
  towers: Towers,
  index: SearchableIndex,
  domains: readonly Knowledge[],
  pictures: readonly LabelledPicture[],
): Promise<Record<Compared, string[]>> {
  const { settings, retrievalPrompt } = chosenDefaults();
  const methods = COMPARED.map((name) => methodsWith(settings).find((method) => method.name === name)!);
  const k = depthOf(methods);
  const embeddings = await towers.embedPhotos(pictures.map(({ file }) => file));
  const best = { 'zero-shot': [] as string[], core: [] as string[] };
  for (const knowledge of domains) {
    const list = domainList(knowledge, retrievalPrompt);
    const own = picturesOf(list, knowledge.slug, pictures);
    const images = stack(own.map(({ at }) => row(embeddings, at)));
    const classes = await classAtoms(list, towers.embedTexts, index, k);
    const rankings = rankingsOf(await atomsOf(images, images, index, k), classes, methods);
    for (const [m, name] of COMPARED.entries())
      for (const [i, { at }] of own.entries())
        best[name][at] = list.classes[rankings[m]![i]![0]!.index]!.name;
  }
  return best;
}
