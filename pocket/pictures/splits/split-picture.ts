import { allClaims, textsFor } from '../../captions/picture-texts.ts';
import { namedPictures } from '../../knowledge/long-tail.ts';
import { type Random, seeded } from '../../random.ts';
import { styleNames, world } from '../../world.ts';
import { drawOther, others } from '../others/index.ts';
import { wideHand } from '../wide/hand.ts';
import { oftenMistaken } from '../wide/mistaken.ts';
import { quarterTurned } from '../wide/turns.ts';

/** Which pictures are drawn, and how. */
export interface SplitPlan {
  readonly split: 'train' | 'validation';
  readonly seed: string;
  /** Side of a picture in pixels. */
  readonly size: number;
  /** `wide`: turned, by other pens and hands, and with classes that are often mistaken drawn more often; for training alone. */
  readonly habits: 'home' | 'wide';
  /** Whether only lines are wanted, without pixels. */
  readonly textsOnly: boolean;
}

/** One picture's line in `pictures.jsonl`, and its pixels, `[size, size, 3]`, unless only texts are wanted. */
export interface SplitPicture {
  readonly line: object;
  readonly rgb: Uint8Array | null;
}

const TEXTS_PER_PICTURE = 10;
/** Of so many pictures one shows something that belongs to no domain. */
const OTHERS_EVERY = 20;
/** Of so many pictures in wide habits one more shows a class that is often mistaken. */
const MISTAKEN_EVERY = 5;

/** The classes of all domains in order, each with its rank in its domain. */
export const everyClass = world.flatMap((domain) =>
  domain.knowledge.classes.map((cls, rank) => ({ domain, cls, rank })),
);
type RankedClass = (typeof everyClass)[number];
const placeOf = new Map(everyClass.map(({ cls }, place) => [cls.name, place]));

/** What the `i`-th picture shows: a class in its so-manieth round, once more a class that is often mistaken, or something else. */
function subjectOf(i: number, { habits }: SplitPlan): { shown: RankedClass | null; round: number | null } {
  if (i % OTHERS_EVERY === OTHERS_EVERY - 1) return { shown: null, round: null };
  const wide = habits === 'wide';
  if (wide && i % MISTAKEN_EVERY === 0)
    return {
      shown: everyClass[placeOf.get(oftenMistaken[(i / MISTAKEN_EVERY) % oftenMistaken.length]!)!]!,
      round: null,
    };
  const turn = turnsBefore(i, wide);
  return { shown: everyClass[turn % everyClass.length]!, round: Math.floor(turn / everyClass.length) };
}

/** How many of the pictures before the `i`-th are of the classes in their turn. */
const turnsBefore = (i: number, wide: boolean) =>
  i - Math.floor(i / OTHERS_EVERY) - (wide ? Math.ceil(i / MISTAKEN_EVERY) : 0);

/** Pictures that every class has at least among so many. */
export const fewestOfAClass = (count: number, habits: SplitPlan['habits']): number =>
  Math.floor(turnsBefore(count, habits === 'wide') / everyClass.length);

/**
 * The `i`-th picture of a split: it follows from its place and the plan.
 * @throws RangeError for validation pictures in wide habits: they are judged by what they always were
 */
export function splitPicture(i: number, plan: SplitPlan): SplitPicture {
  if (plan.habits === 'wide' && plan.split !== 'train')
    throw new RangeError('Only training pictures are drawn in wide habits.');
  const random = seeded(plan.split, plan.seed, i);
  const seed = `${plan.split}/${plan.seed}/${i}`;
  const { shown, round } = subjectOf(i, plan);
  return shown === null ? somethingElse(seed, plan, random) : ofClass(shown, round, seed, plan, random);
}

function ofClass(
  { domain, cls, rank }: RankedClass,
  round: number | null,
  seed: string,
  { split, size, habits, textsOnly }: SplitPlan,
  random: Random,
): SplitPicture {
  const { knowledge, drawer } = domain;
  // Validation's styles follow the same draw as training's: its pictures stay as they were.
  const style = random.pick(styleNames(drawer, split));
  const hand = habits === 'wide' ? wideHand(cls.name, seed) : undefined;
  const picture = textsOnly ? null : drawer.draw(cls.name, style, seed, { square: size }, hand);
  const content = picture?.content ?? drawer.content(cls.name, style, seed, hand);
  // A class that is drawn once more is not named more often: names follow the long tail.
  const named = split === 'train' && round !== null && round < namedPictures(rank, knowledge.classes.length);
  return {
    line: {
      class: placeOf.get(cls.name),
      domain: knowledge.slug,
      style,
      named,
      claims: allClaims(knowledge, cls, content),
      texts: textsFor(knowledge, cls, content, named, TEXTS_PER_PICTURE, random),
    },
    rgb: picture?.rgb ?? null,
  };
}

function somethingElse(seed: string, { size, habits, textsOnly }: SplitPlan, random: Random): SplitPicture {
  const { name, texts } = random.pick(others);
  // Turned as often as the classes are, or being turned would say that a picture is of one.
  const turns = habits === 'wide' ? wideHand(name, seed).turns : 0;
  const claims = ['domain:others', `other:${name}`];
  return {
    line: {
      class: -1,
      domain: 'others',
      style: name,
      named: true,
      claims,
      texts: texts.map((text) => ({ text, claims })),
    },
    rgb: textsOnly ? null : quarterTurned(drawOther(name, seed, { square: size }), turns).rgb,
  };
}
