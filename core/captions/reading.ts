import { namedCaption } from './named-caption';
import { foldCaption, normaliseCaption } from './normalise';
import { isHeadingOf, sectionsOf } from './sections';
import { sentencesOf } from './sentences';

/** Characters of a caption, at most: as the index builder's usual limit. */
const LONGEST_CAPTION = 500;
/** Characters of a caption, at least. */
const SHORTEST_CAPTION = 3;
/** A longer line is a sentence that lacks its mark, no heading. */
const LONGEST_HEADING = 80;
/** Characters that a clause has left beside a name that is nearly as long as a caption may be. */
const LEAST_CLAUSE = 40;

/** Headings that say what a part is about and not whom: the one above them does. */
const GENERIC = [
  'descri',
  'diagnos',
  'identif',
  'appear',
  'charact',
  'morpholog',
  'habit',
  'distrib',
  'range',
  'ecolog',
  'synonym',
  'taxonom',
  'etymolog',
  'note',
  'remark',
  'reference',
  'beschreib',
  'merkmal',
  'verbreit',
  'vorkommen',
  'lebensraum',
  'introduc',
  'overview',
  'uses',
  'contents',
];

/** A text and whom it is of; the name is empty where nobody says. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * The captions of prose, a sentence each: plain text or Markdown. A heading (of Markdown, of a wiki, or a short line of
 * its own) names what the sentences below it are of, unless it is a generic one such as “Description”.
 * @param language a BCP 47 tag; undefined for the runtime's own
 */
export function* captionsOfProse(text: string, language?: string): Generator<string> {
  let name = '';
  for (const section of sectionsOf(text.replaceAll('\r\n', '\n'))) {
    if (section.heading !== '') name = subjectOf(section.heading) || name;
    for (const paragraph of section.text.split(/\n[^\S\n]*\n\s*/u)) {
      const { heading, rest } = headingOf(paragraph);
      if (heading !== '') name = subjectOf(heading) || name;
      yield* namedSentences({ name, text: withoutMarks(rest) }, language, LONGEST_CAPTION);
    }
  }
}

/** The captions of a table's rows: each row is one, or as many sentences where it is longer than a caption may be. */
export function* captionsOfRows(rows: Iterable<NamedText>, language?: string): Generator<string> {
  for (const { name, text } of rows) {
    const whole = namedCaption(name, text.trim());
    if (whole.length <= LONGEST_CAPTION) yield whole;
    else yield* namedSentences({ name, text }, language, LONGEST_CAPTION);
  }
}

/**
 * The sentences of a text, each a caption that says whom it is of.
 * @param longest characters of a caption, its name included; one with a very long name may exceed it
 */
export function namedSentences(
  { name, text }: NamedText,
  language: string | undefined,
  longest: number,
): string[] {
  const room = Math.max(LEAST_CLAUSE, longest - name.length - ': '.length);
  return sentencesOf(text, language, room).map((sentence) => namedCaption(name, sentence));
}

/** A first line that stands for a heading, and what follows it. */
function headingOf(paragraph: string): { heading: string; rest: string } {
  const [first = '', ...others] = paragraph.split('\n');
  const line = withoutMarks(first).trim();
  const isEmphasised = /^\s*([*_]{1,3})[^*_]+\1\s*$/u.test(first);
  const isAlone = others.every((other) => other.trim() === '');
  const isHeading =
    line.length <= LONGEST_HEADING &&
    /\p{L}/u.test(line) &&
    !/^\s*([-*+•]|\d+[.)])\s/u.test(first) &&
    (isEmphasised || (isAlone && !/[.!?:;,。！？]$/u.test(line)));
  return isHeading ? { heading: line, rest: others.join('\n') } : { heading: '', rest: paragraph };
}

/** Whom a heading names; empty for one that names nobody. Numbers before it are the book's. */
function subjectOf(heading: string): string {
  const subject = withoutMarks(heading)
    .replace(/^[\d.]+\s+/u, '')
    .trim();
  const words = subject.split(/\s+/u).length;
  return words <= 2 && isHeadingOf(subject, GENERIC) ? '' : subject;
}

/** A text without Markdown's marks: emphasis, links, code, list signs. */
const withoutMarks = (text: string): string =>
  text
    .replace(/!?\[([^\]]{0,300})\]\([^)\s]{0,2000}\)/gu, '$1')
    .replace(/^[^\S\n]*(?:[-*+•>]|\d+[.)])[^\S\n]+/gmu, '\n\n')
    .replace(/(?<![\p{L}\p{N}])(\*{1,3}|_{1,3}|`)(?=\S)([^*_`]*\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .trim();

/** Why a text is no caption. */
export type LeftOut = 'without letters' | 'too short' | 'too long' | 'repetition';

/** Lets captions pass once: no repetitions (but for case, accents and punctuation), nothing without letters. */
export class CaptionSieve {
  readonly #seen = new Set<string>();
  readonly #leftOut: Record<LeftOut, number> = {
    'without letters': 0,
    'too short': 0,
    'too long': 0,
    repetition: 0,
  };

  /** How many texts were left out, by reason. */
  get leftOut(): Readonly<Record<LeftOut, number>> {
    return { ...this.#leftOut };
  }

  /** Takes note of a caption that is there already: it is a repetition from now on. */
  note(caption: string): void {
    this.#seen.add(foldCaption(caption));
  }

  /** The caption as it is indexed; null for one that is left out. */
  pass(text: string): string | null {
    const caption = normaliseCaption(text);
    const folded = foldCaption(caption);
    const reason = this.#reason(caption, folded);
    if (reason !== null) {
      this.#leftOut[reason]++;
      return null;
    }
    this.#seen.add(folded);
    return caption;
  }

  #reason(caption: string, folded: string): LeftOut | null {
    if (!/\p{L}/u.test(caption)) return 'without letters';
    if (caption.length < SHORTEST_CAPTION) return 'too short';
    if (caption.length > LONGEST_CAPTION) return 'too long';
    return this.#seen.has(folded) ? 'repetition' : null;
  }
}
