/**
 * A name as names are told apart: case and the normal form make no difference, everything else does. Only for comparing
 * with what went the same way.
 */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase();
