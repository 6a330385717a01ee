import type { CountedTag } from '../../../index-shards/format';
import type { CaptionRules } from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import type { RefusedTags } from '../cache/index-tags';
import type { CaptionSource } from './caption-source';

/** The filter that rules stand for; undefined where they refuse nothing of this index. */
export async function filterFor(
  { index, read }: CaptionSource,
  rules: CaptionRules = { without: [] },
): Promise<CaptionFilter | undefined> {
  const accepts = textFilter(rules.without);
  const { tags } = index;
  const refused: RefusedTags = {
    languages: numbersOf(rules.withoutLanguages, tags?.names.languages),
    sources: numbersOf(rules.withoutSources, tags?.names.sources),
  };
  const byTags = refused.languages.size + refused.sources.size > 0;
  if (tags === null || !byTags) return accepts === null ? undefined : { allowed: null, accepts };
  await tags.bringIn(read);
  return { allowed: tags.allowed(refused), accepts: accepts ?? (() => true) };
}

/** The test for words to leave out; null for none. Words are whole ones: “ass” does not refuse “grass”. */
export function textFilter(without: readonly string[]): CaptionFilter['accepts'] | null {
  const words = without.map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) return null;
  const any = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+'));
  const refused = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  return (text) => !refused.test(text);
}

/** Numbers of tags in an index's files: 0 for none, or 1 + the name's number; names that it does not have are left out. */
function numbersOf(names: readonly string[] = [], known: readonly CountedTag[] = []): ReadonlySet<number> {
  if (known.length === 0) return new Set();
  return new Set(
    names.flatMap((name) => {
      const number = name === '' ? 0 : known.findIndex((tag) => tag.name === name) + 1;
      return number === 0 && name !== '' ? [] : [number];
    }),
  );
}
