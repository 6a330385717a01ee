/** Letters and digits, joined by hyphens and apostrophes inside. */
const COMPOUND = /[\p{L}\p{M}\p{N}]+(?:[-‐‑'’][\p{L}\p{M}\p{N}]+)*/gu;
/** A compound's parts: runs of letters, and runs of digits. */
const PART = /[\p{L}\p{M}]+|\p{N}+/gu;

/**
 * The terms that a search by name knows a text by: case, diacritics, plurals and possessives folded. A compound gives its
 * parts and itself without what joined them: “H-bridges” gives h, bridge and hbridge, “NE555” gives ne, 555 and ne555.
 */
export function terms(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return (folded.match(COMPOUND) ?? []).flatMap((compound) => {
    const parts = withoutApostrophes(compound).match(PART)!.map(singular);
    return parts.length === 1 ? parts : [...parts, parts.join('')];
  });
}

const withoutApostrophes = (word: string) => word.replace(/['’]s$/u, '').replace(/['’]/gu, '');

/**
 * Strips an English plural as Harman's weak stemmer does (How Effective Is Suffixing?, JASIS 1991), and -es after a
 * sibilant. What is no plural may lose its s too: both sides of a comparison do.
 */
function singular(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  if (/[^ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:[cs]h|x|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return /[^us]s$/.test(word) ? word.slice(0, -1) : word;
}
