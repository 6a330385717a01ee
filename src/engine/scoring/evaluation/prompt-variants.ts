import type { EnrichmentSettings } from '../../../../core';
import type { SearchMode } from '../../../../workers/protocol';
import type { Prompts, SearchModeOffer, SpaceState } from '../../state/types';

/** What CoRE would answer with other prompts of the classes, or with captions of them found another way. */
export interface Variant {
  readonly prompts: Prompts;
  readonly mode: SearchMode;
  readonly settings: EnrichmentSettings;
}

/** Variants in tables; the first of each is what its others are compared with. */
export interface VariantTables {
  /** Captions of the classes by each way of finding them (the paper's table 3). */
  readonly modes: readonly Variant[];
  /** Each prefix with the prototypes by name alone, then each with those of captions alone (table 4). */
  readonly prefixes: readonly Variant[];
  /** Both prompts in force, crossed (table 5). */
  readonly crossed: readonly Variant[];
}

/** The prompt that says nothing of a domain. */
const GENERIC = 'a photo of a {}';

/**
 * What is to be compared.
 * @param modes that can be searched in now
 * @param mode in force
 * @param prefixes prompt templates, each once
 */
export function variantTables(
  prompts: Prompts,
  settings: EnrichmentSettings,
  modes: readonly SearchMode[],
  mode: SearchMode,
  prefixes: readonly string[],
): VariantTables {
  const prefixed = (change: Partial<EnrichmentSettings>) =>
    prefixes.map((prefix) => ({
      prompts: { zeroShot: prefix, retrieval: prefix },
      mode,
      // Names would get a share of the score of captions alone.
      settings: { ...settings, zeroShotShare: 0, ...change },
    }));
  const own = prompts.zeroShot;
  const other = prompts.retrieval === own ? GENERIC : prompts.retrieval;
  const both = own === other ? [own] : [own, other];
  // The paper's order: the domain's with the generic one first.
  const pairs = both.flatMap((zeroShot) => both.toReversed().map((retrieval) => ({ zeroShot, retrieval })));
  const inOrder = own === other ? pairs : [pairs[0]!, pairs[1]!, pairs[3]!, pairs[2]!];
  return {
    modes: modes.map((one) => ({ prompts, mode: one, settings })),
    // The photo stays as it is: the table is about classes.
    prefixes: [...prefixed({ alpha: 0, beta: 0 }), ...prefixed({ alpha: 1, beta: 0 })],
    crossed: inOrder.map((pair) => ({ prompts: pair, mode, settings })),
  };
}

/** Variants that share the classes' embeddings and captions. */
export interface VariantGroup {
  readonly prompts: Prompts;
  readonly mode: SearchMode;
  readonly variants: readonly Variant[];
}

/** The variants put together by what has to be embedded and searched for them, in the order in which they first come. */
export function groupsOfVariants(variants: readonly Variant[]): VariantGroup[] {
  const groups = new Map<string, { prompts: Prompts; mode: SearchMode; variants: Variant[] }>();
  for (const variant of variants) {
    const { prompts, mode } = variant;
    const key = JSON.stringify([prompts.zeroShot, prompts.retrieval, mode]);
    const group = groups.get(key) ?? { prompts, mode, variants: [] };
    group.variants.push(variant);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** A mode that is left out, and why, for the user. */
export interface ModeLeftOut {
  readonly mode: SearchMode;
  readonly why: string;
}

/** The modes that can be searched in without fetching anything, and those that cannot. */
export function modesNow(
  offers: readonly SearchModeOffer[],
  second: SpaceState['status'],
): { readonly modes: readonly SearchMode[]; readonly leftOut: readonly ModeLeftOut[] } {
  const modes: SearchMode[] = [];
  const leftOut: ModeLeftOut[] = [];
  for (const { mode, offered, note } of offers) {
    if (!offered) leftOut.push({ mode, why: note ?? 'This index does not serve it.' });
    else if (mode === 'second' && second !== 'ready')
      leftOut.push({
        mode,
        why: 'Choose it once under “Class captions”: its vectors and its encoder are fetched then.',
      });
    else modes.push(mode);
  }
  return { modes, leftOut };
}
