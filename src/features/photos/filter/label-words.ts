import type { LabelWord } from '../../../../workers/protocol';

/** What a person says of a photo, as tiles, notices and lists name it. */
export const wordsOf = ({ state, className }: LabelWord): string =>
  state === 'class' ? (className ?? '') : state === 'none' ? 'none of these' : 'unsure';
