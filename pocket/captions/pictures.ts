import { join } from 'node:path';
import type { Drawing } from '../pictures/drawing.ts';
import { world } from '../world.ts';
import { aboutClasses, type ToldOf } from './classes/index.ts';
import { CORPUS_SEED, corpus, lineName } from './corpus.ts';
import { normalised } from './wording.ts';

/** A line of the corpus, and the picture that belongs to it. */
export interface PicturedLine extends Drawing {
  readonly caption: string;
  readonly of: ToldOf;
}

/** Side of a picture in pixels: what the encoder resizes to, so that nothing is drawn in vain. */
const SIDE = 144;

/**
 * The pictures of the corpus: every line about a class has the drawing that its sentence was told of, in a style of
 * training and from a seed that is in no split. Where a sentence describes a class under another's name, the picture
 * shows what is described. Nothing is drawn yet.
 * @param folder the files lie in, named as the lines are
 */
export function picturedLines(folder: string): PicturedLine[] {
  const told = new Map(
    world.flatMap((domain) =>
      aboutClasses(domain, CORPUS_SEED).map(({ text, of }) => [normalised(text), { of, ...domain }] as const),
    ),
  );
  return corpus(CORPUS_SEED).flatMap((caption, place) => {
    const found = told.get(normalised(caption));
    if (found === undefined) return [];
    const { of, drawer } = found;
    const draw = () => drawer.draw(of.className, of.style, of.seed, { square: SIDE });
    return [{ caption, of, file: join(folder, lineName(place)), draw }];
  });
}
