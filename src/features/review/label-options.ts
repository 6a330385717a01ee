import { fold } from '../common/text/fold';

/** Classes that are offered at once; of more nobody reads on. */
export const OFFERED = 50;

/**
 * The first classes that hold what is typed, those that begin with it before the others; the order given stays otherwise.
 * @param names in the order in which they are offered, each once
 */
export function offeredClasses(names: Iterable<string>, typed: string): readonly string[] {
  const wanted = fold(typed.trim());
  const begin: string[] = [];
  const hold: string[] = [];
  for (const name of names) {
    if (begin.length === OFFERED) break;
    const at = wanted === '' ? 0 : fold(name).indexOf(wanted);
    if (at === 0) begin.push(name);
    else if (at > 0 && hold.length < OFFERED) hold.push(name);
  }
  return [...begin, ...hold].slice(0, OFFERED);
}
