import { type ClassNames, candidateNames, cleanCaption, type Tagger } from '../../../core';

/** The tagger, each text once: captions are retrieved again and again. */
export function remembering(tag: Tagger): Tagger {
  const known = new Map<string, ReturnType<Tagger>>();
  return (text) => {
    const found = known.get(text) ?? tag(text);
    known.set(text, found);
    return found;
  };
}

/**
 * Finds the class that a candidate of CaSED names: one of the class's names, normalised as candidates are; or the longest
 * candidate that a name gives as a caption ("emitter amplifier" of "common-emitter amplifier"), where that is nobody's
 * name. What two classes are then called names neither.
 * @returns the class's place in the list, or −1
 */
export function classNamed(classes: readonly ClassNames[], tag: Tagger): (candidate: string) => number {
  const whole = placesBy(classes, (name) => wholeName(name, tag));
  const longest = placesBy(classes, (name) => longestCandidate(name, tag));
  return (candidate) => whole.get(candidate) ?? longest.get(candidate) ?? -1;
}

/** The class that each form of a name stands for; −1 where it is more than one. */
function placesBy(classes: readonly ClassNames[], form: (name: string) => string): Map<string, number> {
  const places = new Map<string, number>();
  classes.forEach(({ names }, place) => {
    for (const one of names.map(form)) places.set(one, (places.get(one) ?? place) === place ? place : -1);
  });
  return places;
}

function wholeName(name: string, tag: Tagger): string {
  const words = tag(cleanCaption(name));
  return words.map(({ word, singular }, i) => (i === words.length - 1 ? singular : word)).join(' ');
}

const longestCandidate = (name: string, tag: Tagger): string =>
  candidateNames([name], tag).reduce((best, one) => (one.length > best.length ? one : best), '');
