import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test';

const SCHEMES = ['light', 'dark'] as const;

/**
 * Checks that axe finds nothing serious on the page as it stands, in light colours and in dark ones. Colours do not glide
 * from one to the other: on the way they have contrasts that nobody sees.
 */
export async function expectNothingSerious(page: Page, where: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Legacy: within the page, which has no frames, rather than with the findings carried to a blank page of their own.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze();
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
      );
    expect(grave, `${where}, in ${colorScheme} colours`).toEqual([]);
  }
}
