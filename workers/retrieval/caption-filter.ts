import type { CaptionRules } from '../protocol';
import type { CaptionFilter } from './searchable-index';

/** The test that rules stand for. Words are whole ones: “ass” does not refuse “grass”. */
export function captionFilter({ without }: CaptionRules): CaptionFilter {
  const words = without.map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) return () => true;
  const any = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+'));
  const refused = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  return ({ text }) => !refused.test(text);
}
