import { isHeadingOf, namedCaption, namedSentences, sectionsUnder } from '../../../core';
import type { Row } from '../sources';

/** How the text of a row becomes captions. */
export interface TextReading {
  /** Whether each sentence is a caption of its own. */
  readonly sentences: boolean;
  /** Words of the headings whose sections are read; none for the whole text. */
  readonly sections: readonly string[];
}

/** Every row is one caption. */
export const WHOLE_ROWS: TextReading = { sentences: false, sections: [] };

/**
 * The captions of a row in their order, each with what stands beside its text; a row that has none says why. Where rows
 * have names, each caption says whom it is of.
 * @param longest characters of a caption
 * @param language of rows that state none
 */
export function captionsOfRow(
  row: Row,
  { sentences, sections }: TextReading,
  longest: number,
  language?: string,
): Row[] {
  if ('bad' in row) return [row];
  const { name = '', section = '', text, ...beside } = row;
  if (section !== '' && sections.length > 0 && !isHeadingOf(section, sections))
    return [{ bad: 'other section' }];
  const texts = sections.length === 0 ? [text] : sectionsUnder(text, sections).map((section) => section.text);
  if (texts.length === 0) return [{ bad: 'other section' }];
  const found = sentences
    ? texts.flatMap((text) => namedSentences({ name, text }, row.language ?? language, longest))
    : texts.map((text) => namedCaption(name, text));
  return found.length === 0 ? [{ bad: 'no caption' }] : found.map((text) => ({ ...beside, text }));
}
