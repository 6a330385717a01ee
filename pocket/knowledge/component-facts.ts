import { componentShapes } from './component-shapes.ts';
import { componentUses } from './component-uses.ts';

/**
 * What can be said of a schematic symbol besides its name. Relations share most of these; a symbol is known by their combination.
 */
export const componentFacts = { ...componentShapes, ...componentUses };

/** The key of a fact about component symbols. */
export type ComponentFact = keyof typeof componentFacts;
