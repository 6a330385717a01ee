import {
  type Atoms,
  type Captions,
  type ClassInput,
  candidateNames,
  type Embeddings,
  fillPrompt,
  meanDirection,
  NO_STORE,
  type PhotoInput,
  row,
  type Tagger,
  type Task,
} from '../../../core';
import { PROMPTS } from '../../captions/picture-texts.ts';
import type { Knowledge } from '../../domain.ts';
import type { ClassList } from '../pictures/class-lists.ts';
import type { EmbedTexts } from '../ranking/judge.ts';
import { descriptionsOf } from './descriptions.ts';
import type { MethodRetrieval } from './retrieval.ts';

/** CaSED's captions. */
export const NAMED_BY = 10;
/** How a candidate name is put to the text tower. */
const NAME_PROMPT = 'a photo of a {}';

/** A picture with the captions retrieved for it, best first, and their texts. */
export interface Retrieved {
  readonly id: string;
  readonly atoms: Atoms;
  readonly texts: readonly string[];
}

/**
 * Pictures as the methods see them, with the names that their captions give.
 * @param paired captions of X-MoRe's pairs for each; null where the index has none
 */
export async function photoInputs(
  photos: readonly Retrieved[],
  paired: readonly Captions[] | null,
  tag: Tagger,
  embedTexts: EmbedTexts,
): Promise<PhotoInput[]> {
  const names = photos.map(({ texts }) => candidateNames(texts.slice(0, NAMED_BY), tag));
  const different = [...new Set(names.flat())];
  const embeddings = await embedTexts(different.map((name) => fillPrompt(NAME_PROMPT, name)));
  const places = new Map(different.map((name, place) => [name, place]));
  return photos.map(({ id, atoms }, i) => ({
    id,
    atoms,
    paired: paired?.[i] ?? null,
    candidates: {
      names: names[i]!,
      embeddings: names[i]!.map((name) => row(embeddings, places.get(name)!)),
    },
  }));
}

/**
 * The classes of a list as the methods see them.
 * @param atoms prototype and captions of each, `[classes]`
 */
export async function classInputs(
  { classes, prompts }: ClassList,
  atoms: readonly Atoms[],
  retrieval: MethodRetrieval,
  domains: readonly Knowledge[],
  embedTexts: EmbedTexts,
): Promise<ClassInput[]> {
  const templates = [...new Set([prompts.zeroShot, ...PROMPTS])];
  const texts = classes.map(({ name, names }) => ({
    prompts: templates.map((template) => names.map((one) => fillPrompt(template, one))),
    descriptions: descriptionsOf(name, prompts.zeroShot, domains),
  }));
  const embedded = await embeddingsOf(
    texts.flatMap(({ prompts, descriptions }) => [...prompts.flat(), ...descriptions]),
    embedTexts,
  );
  const counts = await retrieval.counts(classes.flatMap(({ names }) => names));
  let counted = 0;
  return texts.map(({ prompts, descriptions }, c) => {
    const own = prompts.map((template) => template.map(embedded));
    return {
      atoms: atoms[c]!,
      names: own[0]!,
      templates: own.map(meanDirection),
      descriptions: descriptions.map(embedded),
      counts: own[0]!.map(() => counts[counted++]!),
    };
  });
}

/** Embeds texts, each once, and hands them out. */
async function embeddingsOf(
  texts: readonly string[],
  embedTexts: EmbedTexts,
): Promise<(text: string) => Float32Array> {
  const different = [...new Set(texts)];
  const embeddings: Embeddings = await embedTexts(different);
  const places = new Map(different.map((text, place) => [text, place]));
  return (text) => row(embeddings, places.get(text)!);
}

/** The task of ranking photos among classes; none is labelled. */
export function taskOf(
  classes: readonly ClassInput[],
  photos: readonly PhotoInput[],
  logitScale: number,
): Task {
  return { classes, photos, logitScale, labelled: [], products: NO_STORE };
}
