import type { ClassReading, CutClass } from '../../engine';
import { count, counted } from '../common/text/formats';

/** Names that a sentence holds before it says how many more there are. */
const NAMED = 3;

/** Characters of a name that are shown: of a long one its beginning and its end, where such names differ. */
const LONGEST = 44;

/** A name as a sentence shows it, in quotes; a long one without its middle, cut between words where it has some. */
export function shortName(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return `“${name}”`;
  const half = LONGEST / 2 - 1;
  const start = characters
    .slice(0, half)
    .join('')
    .replace(/\s+\S*$/, '');
  const end = characters
    .slice(-half)
    .join('')
    .replace(/^\S*\s+/, '');
  return `“${start} … ${end}”`;
}

/** What the user should know of how the model reads the list of `classes` classes, in sentences; mostly none. */
export function wordsOfReading({ cut, same }: ClassReading, classes: number): string[] {
  const told: string[] = [];
  const [first] = cut;
  if (first !== undefined) {
    const whose =
      cut.length === classes && classes > 1 ? 'every class' : counted(cut.length, 'class', 'classes');
    told.push(
      `Too long for the model: of ${cut.length === 1 ? shortName(first.name) : whose} it reads only the beginning${cut.length === 1 ? `, ${wordsRead(first)}` : `: ${listOf(cut, (one) => `${shortName(one.name)} (${wordsRead(one)})`)}`}. Shorten the name, the prompt or the description.`,
    );
  }
  for (const names of same.slice(0, NAMED))
    told.push(`${listOf(names, shortName)} read the same to the model and share one score.`);
  const more = same.slice(NAMED).reduce((sum, names) => sum + names.length, 0);
  if (more > 0) told.push(`${count(more)} more classes share their score with another in the same way.`);
  return told;
}

const wordsRead = ({ read, words }: CutClass) => `${count(read)} of ${counted(words, 'word')}`;

/** “a”, “b” and 4 more; only those that are named are put into words, as there may be thousands. */
function listOf<T>(all: readonly T[], word: (one: T) => string): string {
  const parts = all.slice(0, NAMED).map(word);
  if (all.length > NAMED) return `${parts.join(', ')} and ${count(all.length - NAMED)} more`;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
