import type { AnswerState } from '../../../../core';

/** States of answers as the page says them: in a word or two, and in a sentence. */
export const STATE_WORDS: Readonly<Record<AnswerState, { readonly short: string; readonly long: string }>> = {
  confident: {
    short: 'confident',
    long: 'Confident: the best class stands well before the second, and the photo is like your classes.',
  },
  unsure: {
    short: 'unsure',
    long: 'Unsure: the margin is too small to build on; the second class may be right.',
  },
  unlike: {
    short: 'not like these',
    long: 'Not like your classes: the photo resembles none of them, whatever the margin.',
  },
};
