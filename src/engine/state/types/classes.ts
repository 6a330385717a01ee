import type { TypedClass } from '../../../../core';

/** A class of the list and how far it has come. */
export interface ClassEntry extends TypedClass {
  readonly status: 'waiting' | 'ready';
}

/** A class of which the model reads only the beginning. */
export interface CutClass {
  readonly name: string;
  /** Words that are read, of those in its longest prompt or description. */
  readonly read: number;
  readonly words: number;
}

/** How the model reads the class list. */
export interface ClassReading {
  readonly cut: readonly CutClass[];
  /** Names of the classes of each group that the model cannot tell apart. */
  readonly same: readonly (readonly string[])[];
}
