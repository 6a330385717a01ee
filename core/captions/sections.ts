/** A part of a text with the heading above it; the part before the first heading has none. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

/** Headings as wikis (“== Description ==”) and Markdown (“## Description”) write them, alone on a line. */
const HEADING =
  /^[^\S\n]*(?:(={2,6})[^\S\n]*(.{1,200}?)[^\S\n]*\1|#{1,6}[^\S\n]+(.{1,200}?)(?:[^\S\n]+#+)?)[^\S\n]*$/gmu;

/** The sections of a text in their order, also those that are empty below a heading; a text without headings is one. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let heading = '';
  let start = 0;
  for (const found of text.matchAll(HEADING)) {
    sections.push({ heading, text: text.slice(start, found.index).trim() });
    heading = (found[2] ?? found[3] ?? '').trim();
    start = found.index + found[0].length;
  }
  sections.push({ heading, text: text.slice(start).trim() });
  return sections.filter((section) => section.heading !== '' || section.text !== '');
}

/** Whether a heading holds one of `words`, whatever its case; a word stands for all that begin with it. */
export function isHeadingOf(heading: string, words: readonly string[]): boolean {
  const parts = heading.toLocaleLowerCase('en').split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => parts.some((part) => part.startsWith(word.toLocaleLowerCase('en'))));
}

/**
 * The sections whose headings hold one of `words`. A text that has no such section gives what stands before its
 * first heading, which says what its subject is.
 */
export function sectionsUnder(text: string, words: readonly string[]): Section[] {
  const sections = sectionsOf(text).filter((section) => section.text !== '');
  const wanted = sections.filter(({ heading }) => isHeadingOf(heading, words));
  return wanted.length > 0 ? wanted : sections.filter(({ heading }) => heading === '');
}
