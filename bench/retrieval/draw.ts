/** Numbers of mean 0 and variance 1 that are nearly normal, and uniform ones, from one seeded stream. */
export interface Draw {
  (): number;
  uniform(): number;
}

/** Sum of four bytes has mean 510 and variance 4·(256² − 1)/12. */
const BYTES_DEVIATION = Math.sqrt((256 ** 2 - 1) / 3);

/** The stream of a kind of things and the number of one of them. */
export function stream(seed: number, kind: number, number: number): Draw {
  let state = Math.imul(seed * 16 + kind + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b);
  const bits = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return t ^ (t >>> 14);
  };
  const draw = () => {
    const word = bits();
    return (
      ((word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510) / BYTES_DEVIATION
    );
  };
  return Object.assign(draw, { uniform: () => (bits() >>> 0) / 2 ** 32 });
}
