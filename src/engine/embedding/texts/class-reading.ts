import type { TextRead } from '../../../../workers/protocol';
import type { ClassReading, CutClass } from '../../state/types';

/** Every class is read whole, and as no other is. */
export const NOTHING_READ: ClassReading = { cut: [], same: [] };

/** A class's texts. */
interface ReadClass {
  readonly name: string;
  /** The prompts that hold its names. */
  readonly prompts: readonly string[];
  readonly descriptions: readonly string[];
}

/** Classes that are compared between two chances to pause. */
const STRIDE = 64;

/**
 * The classes that the model does not read whole, and those that it cannot tell apart: all their prompts are the same
 * tokens, so that they get the same score. In steps, as thousands take longer than a page may stand still.
 * @param read what is read of a text; of every text of the classes
 */
export function* classReadingSteps(
  classes: Iterable<ReadClass>,
  read: (text: string) => TextRead,
): Generator<void, ClassReading> {
  const cut: CutClass[] = [];
  const alike = new Map<string, string[]>();
  let at = 0;
  for (const { name, prompts, descriptions } of classes) {
    if (++at % STRIDE === 0) yield;
    let worst: CutClass | null = null;
    for (const text of [...prompts, ...descriptions]) {
      const found = read(text).cut;
      if (found !== null && (worst === null || found.words - found.read > worst.words - worst.read))
        worst = { name, ...found };
    }
    if (worst !== null) cut.push(worst);
    const tokens = new Set(prompts.map((text) => read(text).tokens));
    const key = tokens.size === 1 ? read(prompts[0]!).tokens : JSON.stringify([...tokens].sort());
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [name]);
    else others.push(name);
  }
  return { cut, same: [...alike.values()].filter(({ length }) => length > 1) };
}
