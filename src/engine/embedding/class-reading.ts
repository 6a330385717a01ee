import type { TextRead } from '../../../workers/protocol';
import type { ClassReading, CutClass } from '../state/types';

/** Every class is read whole, and as no other is. */
export const NOTHING_READ: ClassReading = { cut: [], same: [] };

/** A class's texts. */
interface ReadClass {
  readonly name: string;
  /** The prompts that hold its names. */
  readonly prompts: readonly string[];
  readonly descriptions: readonly string[];
}

/**
 * The classes that the model does not read whole, and those that it cannot tell apart: all their prompts are the same
 * tokens, so that they get the same score.
 * @param read what is read of a text; of every text of the classes
 */
export function classReading(classes: readonly ReadClass[], read: (text: string) => TextRead): ClassReading {
  const cut: CutClass[] = [];
  const alike = new Map<string, string[]>();
  for (const { name, prompts, descriptions } of classes) {
    let worst: CutClass | null = null;
    for (const text of [...prompts, ...descriptions]) {
      const found = read(text).cut;
      if (found !== null && (worst === null || found.words - found.read > worst.words - worst.read))
        worst = { name, ...found };
    }
    if (worst !== null) cut.push(worst);
    const key = JSON.stringify([...new Set(prompts.map((text) => read(text).tokens))].sort());
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [name]);
    else others.push(name);
  }
  return { cut, same: [...alike.values()].filter(({ length }) => length > 1) };
}
