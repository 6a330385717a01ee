import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drawer } from '../../domain.ts';
import { partOf } from '../../knowledge/long-tail.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { drawOther, others } from '../../pictures/others/index.ts';
import { inShares } from '../../processes.ts';
import { type Random, seeded } from '../../random.ts';
import { type Domain, styleNames, world } from '../../world.ts';
import { byFarHand, farHabits } from './far.ts';

/** Bumped when pictures of the same seed come out differently, so that an old cache is not taken for a new one. */
const VERSION = 2;
const CACHE = fileURLToPath(new URL(`../../.work/evaluate-${VERSION}/`, import.meta.url));

/**
 * Pictures to judge by: styles that neither training nor the choice of settings saw; training's and some of validation's own; or these
 * own ones alone, by hands that turn, mirror, and draw bolder or finer than training ever did.
 */
export type HeldOutSplit = 'test' | 'validation' | 'far';

/** What is drawn: so many pictures of each class of the split, of one domain or of all, or so many of something else. */
export type Wanted =
  | { readonly split: HeldOutSplit; readonly perClass: number; readonly domain: string | null }
  | { readonly others: number };

/** A picture to classify. */
export interface LabelledPicture extends Drawing {
  /** The domain's short name. */
  readonly slug: string;
  readonly className: string;
  readonly part: 'head' | 'tail';
  readonly style: string;
}

/** A picture of something else. */
export interface Stranger extends Drawing {
  /** What it shows. */
  readonly kind: string;
}

const FORMATS = ['png', 'jpg', 'webp'] as const;
const between = (random: Random) => ({ pixels: random.whole(200_000, 300_000) });
const fileName = (...parts: (string | number)[]) => parts.join('-').replaceAll(/[^\w.-]+/g, '-');

/**
 * `perClass` pictures of every class, in the split's styles and from seeds that no training picture has; the first ones are the same
 * however many there are. Nothing is drawn yet.
 * @param after so many of each class are left out, below `perClass`
 */
export function heldOut(
  split: HeldOutSplit,
  perClass: number,
  domains: readonly Domain[] = world,
  after = 0,
): LabelledPicture[] {
  return domains.flatMap(({ knowledge: { slug, classes }, drawer }) => {
    const styles = split === 'far' ? ownStyles(drawer) : styleNames(drawer, split);
    return classes.flatMap(({ name }, rank) =>
      Array.from({ length: perClass - after }, (_, place) => {
        const i = after + place;
        const seed = `evaluate/${split}/${slug}/${name}/${i}`;
        const random = seeded(seed);
        const style = random.pick(styles);
        const size = between(random);
        const file = fileName(rank, name, i, style);
        return {
          slug,
          className: name,
          part: partOf(rank, classes.length),
          style,
          file: join(CACHE, split, slug, `${file}.${random.pick(FORMATS)}`),
          draw: () => {
            const picture = drawer.draw(name, style, seed, size);
            return split === 'far' ? byFarHand(picture, farHabits(seeded(`${seed}/hand`), picture)) : picture;
          },
        };
      }),
    );
  });
}

/** A number for each picture's class: pictures of a class are renderings of one thing, which intervals resample whole. */
export function thingsOf(pictures: readonly Pick<LabelledPicture, 'slug' | 'className'>[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(pictures, ({ slug, className }) => {
    const name = `${slug}/${className}`;
    if (!known.has(name)) known.set(name, known.size);
    return known.get(name)!;
  });
}

/** The styles that validation alone has. */
const ownStyles = ({ styles }: Drawer) =>
  styles.filter(({ split }) => split === 'validation').map(({ name }) => name);

/** `count` pictures of what belongs to no domain. */
export function ofSomethingElse(count: number): Stranger[] {
  return Array.from({ length: count }, (_, i) => {
    const seed = `evaluate/others/${i}`;
    const random = seeded(seed);
    const { name } = random.pick(others);
    const size = between(random);
    return {
      kind: name,
      file: join(CACHE, 'others', `${fileName(i, name)}.${random.pick(FORMATS)}`),
      draw: () => drawOther(name, seed, size),
    };
  });
}

/** The drawings that are wanted. */
export function drawingsOf(wanted: Wanted): Drawing[] {
  return 'others' in wanted
    ? ofSomethingElse(wanted.others)
    : heldOut(wanted.split, wanted.perClass, domainsOf(wanted.domain));
}

/** The domain of that short name alone, or all of them. */
export const domainsOf = (slug: string | null): readonly Domain[] =>
  world.filter(({ knowledge }) => slug === null || knowledge.slug === slug);

/** Draws into files what is not there yet, in two processes. */
export async function drawMissing(wanted: Wanted, processes = 2): Promise<void> {
  const missing = drawingsOf(wanted).filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  console.error(`Drawing ${missing.length} pictures …`);
  const script = fileURLToPath(new URL('./draw-share.ts', import.meta.url));
  await inShares(script, [JSON.stringify(wanted), String(processes)], processes);
}

/** Forgets all pictures drawn so far. */
export function forgetPictures(): void {
  rmSync(CACHE, { recursive: true, force: true });
}
