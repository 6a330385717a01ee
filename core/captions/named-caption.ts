import { foldName } from '../classes/fold-name';

/**
 * A sentence as a caption that says whom it is of: as it is where it names its subject, else “Name: sentence”. Without
 * its name a sentence of a description (“Fronds to 35 cm, dark green”) could be of any species.
 * @param name of the subject; empty for none
 */
export function namedCaption(name: string, sentence: string): string {
  const subject = name.trim();
  if (subject === '' || mentions(sentence, subject)) return sentence;
  return `${subject}: ${sentence}`;
}

/** Whether the words of `name` stand in `text` one after another, whatever their case. */
function mentions(text: string, name: string): boolean {
  const words = (value: string) =>
    ` ${foldName(value)
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
      .trim()} `;
  return words(text).includes(words(name));
}
