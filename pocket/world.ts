import type { Drawer, Knowledge, Split } from './domain.ts';
import { circuitKnowledge } from './knowledge/circuits.ts';
import { components } from './knowledge/components.ts';
import { ferns } from './knowledge/ferns.ts';
import { circuitDrawer } from './pictures/circuits.ts';
import { componentDrawer } from './pictures/components/index.ts';
import { fernDrawer } from './pictures/ferns/index.ts';

/** A domain: what is known of it, and how it is drawn. */
export interface Domain {
  readonly knowledge: Knowledge;
  readonly drawer: Drawer;
}

/** The domains of the pocket world. */
export const world: readonly Domain[] = [
  { knowledge: circuitKnowledge, drawer: circuitDrawer },
  { knowledge: components, drawer: componentDrawer },
  { knowledge: ferns, drawer: fernDrawer },
];

/** The styles that pictures of a split are drawn in: validation mixes the known ones with its own. */
export function styleNames({ styles }: Drawer, split: Split): string[] {
  return styles
    .filter((style) => style.split === split || (split === 'validation' && style.split === 'train'))
    .map(({ name }) => name);
}
