/** One caption as it is indexed: composed characters (NFC), single spaces, no control characters. */
export function normaliseCaption(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

/**
 * What near duplicates have in common: lower case, no accents, compatibility forms made plain, and nothing but words,
 * numbers and symbols (+, <, °, …) between single spaces. A minus sign before a number stays, for −5 V is not 5 V.
 */
export function foldCaption(normalised: string): string {
  return normalised
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/g, '')
    .toLowerCase()
    .replace(/(?<![\p{L}\p{N}])[\p{Pd}\u2212](?=\p{N})/gu, '\u2212')
    .replace(/[^\p{L}\p{N}\p{M}\p{S}#%&]+/gu, ' ')
    .trim();
}
