import { foldCaption, normaliseCaption } from '../../../core';
import { LIMITS } from '../../format';
import type { BadRow, Row } from '../sources';
import type { BlockList } from './block-list';

/** Why a row is not in the index, in the order the rules are tried. */
export const RULES = [
  'unreadable',
  'no caption',
  'other section',
  'not UTF-8',
  'without letters',
  'too short',
  'too long',
  'blocked word',
  'no embedding',
  'repetition',
  'near repetition',
] as const;
export type Rule = BadRow | (typeof RULES)[number];

/** Settings of the rules. */
export interface CleaningLimits {
  /** Characters (code points) a caption has at least and at most. */
  readonly shortest: number;
  readonly longest: number;
}

/** A row that the rules for single rows let pass. */
export interface Candidate {
  readonly text: string;
  readonly folded: string;
}

/** Applies the rules that look at one row alone. */
export function applyRules(row: Row, limits: CleaningLimits, blockList: BlockList): Candidate | Rule {
  if ('bad' in row) return row.bad;
  const text = normaliseCaption(row.text);
  if (text === '') return 'no caption';
  if (text.includes('\ufffd')) return 'not UTF-8';
  if (!/\p{L}/u.test(text)) return 'without letters';
  const length =
    text.length > limits.longest || text.length < 2 * limits.shortest ? [...text].length : text.length;
  if (length < limits.shortest) return 'too short';
  if (length > limits.longest || !fitsFormat(text)) return 'too long';
  const folded = foldCaption(text);
  if (blockList.blocks(folded)) return 'blocked word';
  return { text, folded };
}

/** Whether readers take a text whole. A unit of UTF-16 is at most three bytes, so short texts need no count. */
const fitsFormat = (text: string) =>
  3 * text.length <= LIMITS.captionBytes || Buffer.byteLength(text) <= LIMITS.captionBytes;
