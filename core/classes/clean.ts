/** What cleaning took out of texts, counted by kind. */
export type Removed = Readonly<Record<RemovedKind, number>>;

/** Kinds of characters that nobody sees and the model would read. */
export type RemovedKind = 'soft hyphen' | 'zero-width' | 'direction' | 'control' | 'other';

/** A text without what cannot be seen, and what was taken out of it. */
export interface Cleaned {
  readonly text: string;
  /** Null where nothing was. */
  readonly removed: Removed | null;
}

/** Nothing in a text of these alone is ever removed. */
const PLAIN = /^[\x20-\x7e]*$/;

const KINDS: readonly (readonly [RemovedKind, RegExp])[] = [
  ['soft hyphen', /\u00ad/],
  ['zero-width', /[\u200b-\u200d\u2060-\u2064\ufeff]/],
  ['direction', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/],
  ['control', /[\p{Cc}\ufffe\uffff]/u],
];

/**
 * Characters that may have to go. Tab and line ends are white space. Variation selectors, joiners and the tags of flags
 * stay where a script or a picture character needs them, which `isNeeded` says.
 */
const SUSPECTS = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffc\ufffe\uffff]|(?![\t\n\v\f\r\x85])\p{Cc}/gu;

/** Scripts whose letters a joiner or a non-joiner shapes; in others it only hides. */
const SHAPED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Script=Thaana}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Balinese}\p{Script=Javanese}\p{Script=Thai}\p{Script=Lao}]/u;

const MARK = /\p{M}/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u20e3/u;
const PICTURE_BASE = /\p{Extended_Pictographic}/u;
const PICTURE_OR_KEY = /[\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*]/u;
const HAN_OR_SYMBOL = /[\p{Script=Han}\p{Sm}]/u;
const MONGOLIAN = /\p{Script=Mongolian}/u;
const BLACK_FLAG = '\u{1f3f4}';
const TAG = /[\u{e0020}-\u{e007f}]/u;

function isNeeded(character: string, before: string, after: string, isInFlag: boolean): boolean {
  if (character === '\u200d')
    return (
      (PICTURE.test(before) && PICTURE_BASE.test(after)) ||
      (SHAPED.test(before) && (SHAPED.test(after) || MARK.test(before)))
    );
  if (character === '\u200c') return SHAPED.test(before) && SHAPED.test(after);
  if (/[\u180b-\u180e]/.test(character)) return MONGOLIAN.test(before);
  if (/[\ufe0e\ufe0f]/.test(character) && PICTURE_OR_KEY.test(before)) return true;
  if (/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(character)) return HAN_OR_SYMBOL.test(before);
  return TAG.test(character) && isInFlag;
}

/**
 * A text in normal form C without characters that cannot be seen: soft hyphens, zero-width characters, direction marks,
 * control characters and fillers. Joiners and variation selectors stay where the script or an emoji needs them.
 */
export function withoutInvisible(text: string): Cleaned {
  if (PLAIN.test(text)) return { text, removed: null };
  let cleaned: Cleaned = { text: text.replace(/\p{Cs}/gu, '\ufffd').normalize('NFC'), removed: null };
  for (;;) {
    const again = removeOnce(cleaned.text);
    if (again.removed === null) return cleaned;
    // What went may have stood between a letter and its accent, or beside what was needed only for its sake.
    cleaned = { text: again.text.normalize('NFC'), removed: addRemoved(cleaned.removed, again.removed) };
  }
}

function removeOnce(text: string): Cleaned {
  const counts = { 'soft hyphen': 0, 'zero-width': 0, direction: 0, control: 0, other: 0 };
  const kept: string[] = [];
  let from = 0;
  let before = '';
  let isInFlag = false;
  let found = false;
  for (const match of text.matchAll(SUSPECTS)) {
    const [character] = match;
    if (match.index > from) {
      const piece = text.slice(from, match.index);
      kept.push(piece);
      before = lastOf(piece);
      isInFlag = before === BLACK_FLAG;
    }
    from = match.index + character.length;
    if (isNeeded(character, before, following(text, from), isInFlag)) {
      kept.push(character);
      before = character;
      isInFlag &&= TAG.test(character);
      continue;
    }
    found = true;
    counts[KINDS.find(([, characters]) => characters.test(character))?.[0] ?? 'other']++;
  }
  return found ? { text: kept.join('') + text.slice(from), removed: counts } : { text, removed: null };
}

/** White space that is not one space between words. */
const STRAY_SPACE = /^\s|\s$|[^\S ]|\x85| {2}/;

/** A text without white space at its ends, and with one space for every run of it. */
export function singleSpaced(text: string): string {
  return STRAY_SPACE.test(text) ? text.replace(/[\s\x85]+/g, ' ').trim() : text;
}

/** A class name as it is read: without what cannot be seen, every run of white space one space. */
export function cleanName(name: string): Cleaned {
  const { text, removed } = withoutInvisible(name);
  return { text: singleSpaced(text), removed };
}

/** The two together. */
export function addRemoved(sum: Removed | null, more: Removed | null): Removed | null {
  if (sum === null || more === null) return sum ?? more;
  const kinds = Object.keys(sum) as RemovedKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, sum[kind] + more[kind]])) as Removed;
}

const WORDS: Readonly<Record<RemovedKind, readonly [string, string]>> = {
  'soft hyphen': ['soft hyphen', 'soft hyphens'],
  'zero-width': ['zero-width character', 'zero-width characters'],
  direction: ['direction mark', 'direction marks'],
  control: ['control character', 'control characters'],
  other: ['other invisible character', 'other invisible characters'],
};

/** “5 soft hyphens and 1 direction mark”. */
export function wordsOfRemoved(removed: Removed): string {
  const parts = (Object.keys(WORDS) as RemovedKind[])
    .filter((kind) => removed[kind] > 0)
    .map((kind) => `${removed[kind]} ${WORDS[kind][removed[kind] === 1 ? 0 : 1]}`);
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The last character of a text, whole where it takes two units. */
function lastOf(text: string): string {
  const last = text.at(-1) ?? '';
  return /[\udc00-\udfff]/.test(last) ? text.slice(-2) : last;
}

/** The next character; none where that one may have to go too. */
function following(text: string, at: number): string {
  const next = at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : '';
  return next.search(SUSPECTS) < 0 ? next : '';
}
