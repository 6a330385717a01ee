/**
 * As many digits as a 32-bit float has: scores are computed in those, and further digits would only lengthen the file.
 * Numbers that are not finite stay as they are.
 */
export const shortened = (value: number): number => Number(value.toPrecision(7));
