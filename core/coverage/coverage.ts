import { dot, meanDirection, normalise } from '../embeddings';
import { ranksOf } from '../metrics';
import type { Progressing } from '../plane';
import { type Atoms, enrichAtoms } from '../reweighting';
import type { EnrichmentSettings } from '../settings';

/** A class with what was retrieved for it. */
export interface CoveredClass {
  readonly atoms: Atoms;
  /** Captions that hold each of its names, `[names]`; null where nobody counted. */
  readonly counts: readonly number[] | null;
  /** Part of its nearest captions that hold one of its names, 0–1; null without captions. @see namedPart */
  readonly named: number | null;
}

/** How well captions cover a class. */
export interface ClassCoverage extends Omit<CoveredClass, 'atoms'> {
  /** Cosine of the nearest caption to what captions are sought by; null without captions. */
  readonly nearest: number | null;
  /** Mean cosine of its captions to their own direction: low where they speak of several things; null without captions. */
  readonly agreement: number | null;
  /** Part of its captions that lie nearer to another class's prompt, 0–1; null without captions, and in lists too long to compare. */
  readonly mixed: number | null;
  /** The class whose enriched prototype lies nearest to its own; null in a list of one, and in lists too long to compare. */
  readonly rival: { readonly index: number; readonly cosine: number } | null;
  /**
   * What is predicted of it, 0–1: the mean of its ranks in the list by `named`, by `agreement` and by how far its rivals are. The
   * higher, the better it should be told from the others of this list; it says nothing about another list.
   */
  readonly strength: number;
  /** Whether it belongs to the weakest quarter of the list. */
  readonly weak: boolean;
}

/** Classes up to which each is compared with each. */
const COMPARED_CLASSES = 2000;
/** Part of a list's classes that is called weak. */
const WEAK_PART = 0.25;
/** Nearest classes that count as rivals. */
const RIVALS = 5;
/** Nearest captions that are looked at for names. */
const NAMED_AMONG = 20;
/** Classes between two chances to pause. */
const STRIDE = 4;

/**
 * Part of the nearest captions that hold one of a class's names, 0–1; null without captions.
 * @param texts best first
 */
export function namedPart(texts: readonly string[], names: readonly string[]): number | null {
  const read = texts.slice(0, NAMED_AMONG).map((text) => text.toLowerCase());
  if (read.length === 0) return null;
  const wanted = names.map((name) => name.toLowerCase());
  return read.filter((text) => wanted.some((name) => text.includes(name))).length / read.length;
}

/**
 * What captions there are for each class, and what that lets expect.
 * @param settings CoRE's, under which captions count
 */
export function* coverageOf(
  classes: readonly CoveredClass[],
  settings: EnrichmentSettings,
): Progressing<readonly ClassCoverage[]> {
  const prompts = classes.map(({ atoms }) => normalise(atoms.own));
  const enriched = classes.map(({ atoms }) => enrichAtoms(atoms, 'class', settings));
  const compares = classes.length > 1 && classes.length <= COMPARED_CLASSES;
  const found: Omit<ClassCoverage, 'strength' | 'weak'>[] = [];
  const nearness = new Float64Array(classes.length);
  for (const [c, { atoms, counts, named }] of classes.entries()) {
    if (c % STRIDE === 0) yield c / classes.length;
    const captions = atoms.captions.slice(0, settings.k);
    const rivals = compares ? rivalsOf(enriched, c) : [];
    nearness[c] = rivals.reduce((sum, { cosine }) => sum + cosine, 0);
    found.push({
      counts,
      named,
      nearest: captions.length === 0 ? null : atoms.similarities[0]!,
      agreement: captions.length === 0 ? null : agreementOf(captions),
      mixed: compares && captions.length > 0 ? mixedOf(captions, prompts, c) : null,
      rival: rivals[0] ?? null,
    });
  }
  const ranks = [
    ranksOf(found.map(({ named }) => named ?? 0)),
    ranksOf(found.map(({ agreement }) => agreement ?? 0)),
    ranksOf(nearness.map((sum) => -sum)),
  ];
  const most = Math.max(1, classes.length - 1);
  const strengths = found.map((_, c) => ranks.reduce((sum, of) => sum + of[c]! / most, 0) / ranks.length);
  const limit = strengths.toSorted((a, b) => a - b)[Math.floor(WEAK_PART * strengths.length)] ?? 0;
  return found.map((one, c) => ({ ...one, strength: strengths[c]!, weak: strengths[c]! < limit }));
}

function agreementOf(captions: readonly ArrayLike<number>[]): number {
  const direction = meanDirection(captions);
  return captions.reduce((sum, caption) => sum + dot(caption, direction), 0) / captions.length;
}

function mixedOf(captions: readonly ArrayLike<number>[], prompts: readonly Float32Array[], own: number) {
  const others = captions.filter((caption) => {
    const cosine = dot(caption, prompts[own]!);
    return prompts.some((prompt, c) => c !== own && dot(caption, prompt) > cosine);
  });
  return others.length / captions.length;
}

/** The nearest classes, nearest first. */
function rivalsOf(enriched: readonly Float32Array[], own: number) {
  return enriched
    .map((other, index) => ({
      index,
      cosine: index === own ? Number.NEGATIVE_INFINITY : dot(enriched[own]!, other),
    }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, Math.min(RIVALS, enriched.length - 1));
}
