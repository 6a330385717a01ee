import type { EnrichmentSettings } from '../../../../core';
import type { Prompts } from '../../../engine';

/** A class list with the prompts that suit it. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly prompts: Prompts;
  /** CoRE's settings that figures were made with; left out where those in use stay. */
  readonly settings?: EnrichmentSettings;
  /** Whether embeddings of its prompts do not ship with the pocket model: names that it never saw would cost each first visit some 100 kB. */
  readonly leftOutOfPocket?: true;
  /** The list itself, or where it lies, relative to the page. */
  readonly classes: { readonly text: string } | { readonly url: string };
}
