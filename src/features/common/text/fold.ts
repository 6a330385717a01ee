/** At `base` strength letters that differ in case or accent alone are equal, and ß is ss, ø is o, æ is ae. */
const collator = new Intl.Collator('en', { sensitivity: 'base', usage: 'search' });

/** What a Latin letter that no normal form takes apart may stand for. */
const PLAIN = [...'abcdefghijklmnopqrstuvwxyz', 'ss', 'ae', 'oe', 'ij', 'dz', 'lj', 'nj'];

/** Accents and other marks that are set on letters of any script; the vowel signs of Indic scripts are none of them. */
const MARKS = /(?=\p{M})[\p{Diacritic}\p{Script=Inherited}]/gu;

/** What has no width and no meaning of its own. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

const ASCII = /^[\0-\x7f]*$/;

const plainLetters = new Map<string, string>();

/**
 * Text as it is searched: case, accents, the normal form, full width, ligatures and what cannot be seen make no
 * difference. Only for comparing with text that went the same way.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(/(?![\0-\x7f])\p{Script=Latin}/gu, plainLetter);
}

function plainLetter(letter: string): string {
  let plain = plainLetters.get(letter);
  if (plain === undefined) {
    plain = PLAIN.find((candidate) => collator.compare(letter, candidate) === 0) ?? letter;
    plainLetters.set(letter, plain);
  }
  return plain;
}
