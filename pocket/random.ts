/** A seeded source of chance: the same seed gives the same world on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole number in [low, high], both ends included. */
  whole(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the choices, all equally likely; throws on an empty list. */
  pick<T>(choices: readonly T[]): T;
  /** `count` different choices in random order (all of them if there are fewer). */
  sample<T>(choices: readonly T[], count: number): T[];
  /** Normally distributed, mean 0, standard deviation 1. */
  normal(): number;
}

/** A 32-bit FNV-1a hash of the parts, for deriving seeds from names and numbers. */
export function hash(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    value ^= character.codePointAt(0) ?? 0;
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** Mulberry32 behind the `Random` face; the parts are hashed into its seed. */
export function seeded(...parts: readonly (string | number)[]): Random {
  let state = hash(...parts);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick(choices) {
      if (choices.length === 0) throw new RangeError('Nothing to pick from: the list of choices is empty.');
      return choices[whole(0, choices.length - 1)]!;
    },
    sample(choices, count) {
      const left = [...choices];
      const taken = [];
      while (taken.length < count && left.length > 0)
        taken.push(left.splice(whole(0, left.length - 1), 1)[0]!);
      return taken;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
