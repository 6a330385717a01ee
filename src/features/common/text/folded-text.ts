import { fold } from './fold';

/** A text as it is searched, and where in the text itself each part of that stands. */
export interface FoldedText {
  /** `fold` of the text. */
  readonly folded: string;
  /** Where in the text the letter begins that stands at a place of `folded`. */
  startOf(place: number): number;
  /** Where in the text the letter ends that stands before a place of `folded`. */
  endOf(place: number): number;
}

/** A letter with the marks on it. */
const LETTER = /\P{M}\p{M}*|\p{M}+/gu;
const ASCII = /^[\0-\x7f]*$/;

/** Folds a text letter by letter, so that what is found in it can be shown in the text as it was written. */
export function foldedText(text: string): FoldedText {
  if (ASCII.test(text)) return { folded: fold(text), startOf: (place) => place, endOf: (place) => place };
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: letter, index } of text.matchAll(LETTER)) {
    const plain = fold(letter);
    for (let i = 0; i < plain.length; i++) {
      starts.push(index);
      ends.push(index + letter.length);
    }
    folded += plain;
  }
  return {
    folded,
    startOf: (place) => starts[place] ?? text.length,
    endOf: (place) => ends[place - 1] ?? 0,
  };
}
