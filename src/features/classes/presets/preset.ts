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
  /** The list itself, or where it lies, relative to the page. */
  readonly classes: { readonly text: string } | { readonly url: string };
}
