import { foldName } from '../classes/fold-name';
import { type ClassNames, parseClasses } from '../classes/parse';
import { type ClassCodes, foldCode } from './codes';

/** What a class that is written in a file of labels is called. */
export interface ResolvedClass {
  /** The first name of the class in the list; of one that is not in it, its own first name. */
  readonly name: string;
  /** All names that are written for it, or that its code stands for. */
  readonly names: readonly string[];
  /** Place in the list; −1 for a class that is not in it. */
  readonly place: number;
}

/** A name as folders and tables write it: underscores for spaces. */
const spaced = (name: string) => name.replaceAll(/[_\s]+/g, ' ').trim();

/** iNaturalist's folders: a number, six ranks, genus and species. */
const INATURALIST = /^\d+_(?:[^_]+_){5}([^_]+_[^_]+)$/;

/** Several names in one, as `amplifier/(audio) mixer`: parted by slashes outside brackets, and without what is in brackets. */
const partsOf = (name: string) =>
  name
    .replaceAll(/\([^)]*\)/g, ' ')
    .split('/')
    .map(spaced)
    .filter((part) => part !== '');

/**
 * Finds classes as files of labels write them among those of a list: by any of their names, case and underscores aside, by a
 * code that stands for them, by the species at the end of an iNaturalist folder's name, or, where a name is several parted by slashes,
 * by more than half of them.
 * @param codes null where none are known
 */
export function classResolver(
  list: readonly ClassNames[],
  codes: ClassCodes | null,
): (written: string) => ResolvedClass {
  const places = new Map<string, number>();
  for (const [place, { names }] of list.entries())
    for (const name of names)
      for (const key of [foldName(name), foldName(spaced(name))])
        if (!places.has(key)) places.set(key, place);
  const known = new Map<string, ResolvedClass>();
  const find = (names: readonly string[]) => {
    for (const name of names) {
      const place = places.get(foldName(name)) ?? places.get(foldName(spaced(name)));
      if (place !== undefined) return place;
    }
    return -1;
  };
  /** The one class that most of a name's parts are names of. */
  const findByParts = (name: string) => {
    const parts = partsOf(name);
    const found = parts.map((part) => find([part])).filter((place) => place >= 0);
    return found.length > parts.length / 2 && new Set(found).size === 1 ? found[0]! : -1;
  };
  const resolve = (written: string): ResolvedClass => {
    const own = parseClasses(written.replaceAll(/[\r\n]+/g, ' ')).classes[0]?.names ?? [written];
    const ways = [
      own,
      ...(codes?.has(foldCode(written)) ? [codes.get(foldCode(written))!] : []),
      ...(INATURALIST.test(written) ? [[spaced(INATURALIST.exec(written)![1]!)]] : []),
    ];
    for (const names of ways) {
      const place = find(names);
      if (place >= 0) return { name: list[place]!.name, names, place };
    }
    for (const names of ways)
      for (const name of names) {
        const place = findByParts(name);
        if (place >= 0) return { name: list[place]!.name, names, place };
      }
    // What a code stands for says more than the code.
    const names = ways.at(-1)!.map(spaced);
    return { name: names[0]!, names, place: -1 };
  };
  return (written) => {
    let found = known.get(written);
    if (found === undefined) {
      found = resolve(written);
      known.set(written, found);
    }
    return found;
  };
}
